import { categoryText } from './texts/category-text.ts';
import { lookupFailure, lookupText } from './texts/lookup-text.ts';
import { searchText } from './texts/search-text.ts';
import { statusText } from './texts/status-text.ts';
import { variationsText } from './texts/variations-text.ts';
import type { ToolDefinition } from './tool-definition.ts';

/** All tools, in the order in which clients list them. */
export const toolDefinitions: readonly ToolDefinition[] = [
  {
    name: 'search_products',
    notes: { first: { minimum: 1, maximum: 20, description: 'Products per page.' } },
    textOf: searchText,
    openWorld: true,
  },
  {
    name: 'get_products',
    notes: {
      inputs: { minItems: 1, maxItems: 20, description: 'ASINs, links to Amazon products, ISBNs, EANs or UPCs.' },
    },
    textOf: lookupText,
    failureOf: lookupFailure,
    openWorld: true,
  },
  {
    name: 'get_variations',
    notes: { first: { minimum: 1, maximum: 20, description: 'Variations per page.' } },
    textOf: variationsText,
    openWorld: true,
  },
  { name: 'browse_category', textOf: categoryText, openWorld: true },
  { name: 'source_status', textOf: statusText, openWorld: false },
];

import { z } from 'zod';
import type { Attempt, SourceId } from '../../vocabulary.ts';
import { moneyShape } from './offer-shape.ts';
import { productShape } from './product-shape.ts';
import { count, shapeOf, text } from './shape-of.ts';
import type { SearchRefinement } from '../../product/search/search-refinement.ts';
import type { Family } from '../../product/family.ts';
import type { SearchPage } from '../source.ts';

/** The name of a source. Only the list of definitions knows which sources exist. */
export const sourceIdShape = shapeOf<SourceId>()(
  z.custom<SourceId>((value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(value)),
);

/** One attempt. */
export const attemptShape = shapeOf<Attempt>()(
  z.object({
    source: sourceIdShape,
    outcome: z.enum(['FOUND', 'MISSING', 'REJECTED', 'FAILED', 'SKIPPED']),
    code: text.exactOptional(),
    message: text.exactOptional(),
    durationMs: z.number().min(0),
  }),
);

const refinementShape = shapeOf<SearchRefinement>()(
  z.object({
    name: text,
    bins: z.array(
      z.object({
        name: text,
        id: text,
        category: text.exactOptional(),
        browseNodeId: text.exactOptional(),
        brand: text.exactOptional(),
      }),
    ),
  }),
);

const familyShape = shapeOf<Family>()(
  z.object({
    dimensions: z.array(z.object({ name: text, values: z.array(text) })),
    lowestPrice: moneyShape.exactOptional(),
    highestPrice: moneyShape.exactOptional(),
  }),
);

/** One upstream page of hits. */
export const searchPageShape = shapeOf<SearchPage>()(
  z.object({
    hits: z.array(productShape),
    totalCount: count.exactOptional(),
    reachableCount: count.exactOptional(),
    refinements: z.array(refinementShape).exactOptional(),
    family: familyShape.exactOptional(),
    next: text.exactOptional(),
  }),
);

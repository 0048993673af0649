import { creatorsApi } from './associates/creators-api/definition.ts';
import type { SourceDefinition } from './definition.ts';
import { paApi } from './associates/pa-api/definition.ts';
import { scraping } from './scraping/definition.ts';
import { spApi } from './sp-api/definition.ts';

/** All sources, in the order in which they are called. A new source is a folder and an entry here. */
export const sourceDefinitions: readonly SourceDefinition[] = [creatorsApi, paApi, spApi, scraping];

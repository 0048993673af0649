import { creatorsApi } from './associates/creators-api/definition.ts';
import type { SourceDefinition } from './definition.ts';
import { paApi } from './associates/pa-api/definition.ts';
import { scraping } from './scraping/definition.ts';
import { spApi } from './sp-api/definition.ts';

/** Every source there is, in the order in which they are asked. A further source is a folder and a line here. */
export const sourceDefinitions: readonly SourceDefinition[] = [creatorsApi, paApi, spApi, scraping];

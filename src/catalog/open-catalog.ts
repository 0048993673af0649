import { createEntryCache } from '../cache/entry-cache.ts';
import type { Store } from '../cache/store.ts';
import type { Report } from '../event.ts';
import { createChain } from '../source/chain.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Catalog, FreshAnswers } from './answer.ts';
import type { Background } from './background.ts';
import { createCatalog } from './catalog.ts';
import { createAnswerBuilder } from './answer-builder.ts';
import type { CursorKeys } from './cursor.ts';
import { createSearchPages } from './search-pages.ts';
import { createSearch } from './search.ts';

/** What a catalog needs from outside. */
export type OpenCatalogOptions = {
  /** In chain order. */
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly store: Store;
  readonly background: Background;
  readonly cursorKeys: CursorKeys;
  /** How long a stale copy may serve. */
  readonly staleMs: number;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Takes secrets out of what sources say of their failures; nothing when absent. */
  readonly redact?: (message: string) => string;
  readonly report: Report;
};

/** The catalog with chain, cache and search put together. */
export function openCatalog(options: OpenCatalogOptions): Catalog & { readonly fresh: FreshAnswers } {
  const { sources, staleMs } = options;
  const chain = createChain(options);
  const entryCache = createEntryCache(options);
  const answers = createAnswerBuilder({ ...options, sources, staleLimitMs: staleMs });
  const pages = createSearchPages({ ...options, entryCache });
  const search = createSearch({ ...options, chain, pages, answers });
  return createCatalog({ ...options, chain, entryCache, search, answers });
}

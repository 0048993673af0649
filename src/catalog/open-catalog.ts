import { createEntryCache } from '../cache/entry-cache.ts';
import type { Store } from '../cache/store.ts';
import type { Report } from '../event.ts';
import { createChain } from '../source/chain.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Catalog, FreshAnswers } from './answer.ts';
import type { Background } from './background.ts';
import { createBrowseNodes } from './browse-nodes.ts';
import { createProductCatalog } from './catalog.ts';
import { createAnswerBuilder } from './answer-builder.ts';
import type { CursorKeys } from './cursor.ts';
import { createIdentify } from './identify.ts';
import { families, searches } from './list-kind.ts';
import { createListPages } from './list-pages.ts';
import { createPagedList } from './paged-list.ts';

/** Options of {@link openCatalog}. */
export type OpenCatalogOptions = {
  /** In chain order. */
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly store: Store;
  readonly background: Background;
  readonly cursorKeys: CursorKeys;
  /** How long a stale copy may serve, from its fetch on. */
  readonly staleMs: number;
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Removes secrets from the messages of failed attempts. Default: leaves them as they are. */
  readonly redact?: (message: string) => string;
  readonly report: Report;
};

/** Connects chain, cache and search into a catalog. */
export function openCatalog(options: OpenCatalogOptions): Catalog & { readonly fresh: FreshAnswers } {
  const { sources, staleMs } = options;
  const chain = createChain(options);
  const entryCache = createEntryCache(options);
  const answers = createAnswerBuilder({ ...options, sources, staleLimitMs: staleMs });
  const lists = { ...options, chain, entryCache, answers };
  const searchPages = createListPages({ ...lists, kind: searches });
  return {
    ...createProductCatalog({ ...options, chain, entryCache, answers }),
    ...createBrowseNodes({ ...options, entryCache }),
    ...createIdentify({ ...lists, pages: searchPages }),
    search: createPagedList({ ...lists, kind: searches, pages: searchPages }),
    variations: createPagedList({ ...lists, kind: families, pages: createListPages({ ...lists, kind: families }) }),
  };
}

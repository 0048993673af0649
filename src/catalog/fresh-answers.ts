import type { Entry } from '../cache/entry.ts';
import type { EntryCache } from '../cache/entry-cache.ts';
import type { GatewayEvent, Report } from '../event.ts';
import type { Chain } from '../source/chain.ts';
import type { Answer, FreshAnswer, FreshAnswers, ProductRequest } from './answer.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { productKey, productReader } from './cached-values.ts';
import type { RefreshAhead } from './refresh-ahead.ts';

/** Options of {@link createFreshAnswers}. */
export type FreshAnswersOptions = {
  readonly chain: Chain;
  readonly entryCache: EntryCache;
  readonly answers: AnswerBuilder;
  readonly refreshAhead: RefreshAhead;
  readonly report: Report;
};

type Kept = FreshAnswer & {
  readonly key: string;
  readonly request: ProductRequest;
  readonly entry: Entry<unknown>;
  readonly copy: Parameters<RefreshAhead>[1];
  readonly event: GatewayEvent;
};

/** Reads this process's memory synchronously, and reports the same events as a lookup that finds only fresh copies. */
export function createFreshAnswers(options: FreshAnswersOptions): FreshAnswers<Kept> {
  const { chain, entryCache, answers, refreshAhead, report } = options;
  const readProduct = productReader(chain.sources);
  return {
    find(request, now, known) {
      const key = known?.key ?? productKey(request);
      const entry = entryCache.peek(key, now);
      if (entry === undefined || entry === known?.entry) return entry && known;
      const value = readProduct(entry.value, key);
      if (value === undefined) return undefined;
      const { fetchedAt, freshMs } = entry;
      const copy = { value, fetchedAt, freshMs, state: 'fresh', fromStore: false } as const;
      const answer = answers.fromCopy(request, copy);
      return { key, request, entry, copy, answer, event: answeredEvent(request, answer) };
    },
    served(kept) {
      report({ type: 'cache', fresh: kept.length, stale: 0, missed: 0 });
      for (const { request, copy, event } of kept) {
        refreshAhead(request, copy);
        report(event);
      }
    },
  };
}

/** The event that reports an answered lookup. */
export function answeredEvent({ asin, marketplace }: ProductRequest, answered: Answer): GatewayEvent {
  const about = { type: 'answered', asin, marketplace, attempts: answered.attempts } as const;
  if (answered.kind === 'product') return { ...about, outcome: 'FOUND', cacheStatus: answered.cacheStatus };
  return { ...about, outcome: answered.kind === 'not-found' ? 'NOT_FOUND' : 'UNAVAILABLE' };
}

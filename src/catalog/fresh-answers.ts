import type { Entry } from '../cache/entry.ts';
import type { EntryCache } from '../cache/entry-cache.ts';
import type { GatewayEvent, Report } from '../event.ts';
import type { Chain } from '../source/chain.ts';
import type { Answer, FreshAnswer, FreshAnswers, ProductKey } from './answer.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { productKey, productReader } from './cached-values.ts';
import type { RefreshAhead } from './refresh-ahead.ts';

/** What fresh answers depend on. */
export type FreshAnswersOptions = {
  readonly chain: Chain;
  readonly entryCache: EntryCache;
  readonly answers: AnswerBuilder;
  readonly refreshAhead: RefreshAhead;
  readonly report: Report;
};

type Kept = FreshAnswer & {
  readonly key: ProductKey;
  readonly entry: Entry<unknown>;
  readonly copy: Parameters<RefreshAhead>[1];
  readonly event: GatewayEvent;
};

/** Reads this process's memory without a promise; reports the same events as a lookup that finds all its keys fresh. */
export function createFreshAnswers(options: FreshAnswersOptions): FreshAnswers<Kept> {
  const { chain, entryCache, answers, refreshAhead, report } = options;
  const readProduct = productReader(chain.sources);
  return {
    find(key, now, known) {
      const id = productKey(key);
      const entry = entryCache.peek(id, now);
      if (entry === undefined || entry === known?.entry) return entry && known;
      const value = readProduct(entry.value, id);
      if (value === undefined) return undefined;
      const { fetchedAt, freshMs } = entry;
      const copy = { value, fetchedAt, freshMs, state: 'fresh', fromStore: false } as const;
      const answer = answers.fromCopy(key, copy);
      return { key, entry, copy, answer, event: answeredEvent(key, answer) };
    },
    served(kept) {
      report({ type: 'cache', fresh: kept.length, stale: 0, missed: 0 });
      for (const { key, copy, event } of kept) {
        refreshAhead(key, copy);
        report(event);
      }
    },
  };
}

/** What is reported of a lookup that has been answered. */
export function answeredEvent({ asin, marketplace }: ProductKey, answered: Answer): GatewayEvent {
  const about = { type: 'answered', asin, marketplace, attempts: answered.attempts } as const;
  if (answered.kind === 'product') return { ...about, outcome: 'FOUND', cacheStatus: answered.cacheStatus };
  return { ...about, outcome: answered.kind === 'not-found' ? 'NOT_FOUND' : 'UNAVAILABLE' };
}

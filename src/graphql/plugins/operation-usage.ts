import type { Analytics } from '../../analytics/snapshot.ts';
import type { Answer, Catalog, ProductRequest, SearchAnswer } from '../../catalog/answer.ts';
import { fullCall } from '../input/full-call.ts';
import { groupOf, keyOf } from '../../product/question.ts';
import { madeNoCall, type Attempt } from '../../vocabulary.ts';

/** The number of ASINs in a full call of a source. */
export type BatchSizeOf = (source: Attempt['source']) => number;

/** The lifetime of an operation's answers, and the upstream calls behind them. */
export interface OperationUsage {
  /** Wall-clock time until which all answers are valid; 0 when one must not be stored, `undefined` without answers. */
  readonly validUntil: number | undefined;
  /** Upstream calls that the operation would need with empty caches. */
  requestedCalls: number;
  /**
   * The operation's share of upstream calls. All operations share calls, so that this is the number of full calls for its
   * lookups, rounded up by source and group of questions.
   */
  usedCalls(batchSizeOf: BatchSizeOf): number;
  /** Wraps the catalog, and records its answers. */
  catalog(catalog: Catalog): Catalog;
  /** Wraps the statistics, and records that they were read. */
  analytics(analytics: Analytics): Analytics;
}

/** Creates the usage of one operation. */
export function createOperationUsage(): OperationUsage {
  let validUntil: number | undefined;
  let searchCalls = 0;
  const called = new Map<string, { readonly source: Attempt['source']; readonly questions: Set<string> }>();

  const limitTo = (until: number) => {
    validUntil = Math.min(validUntil ?? Infinity, until);
  };

  function addAnswer(key: ProductRequest, answer: Answer): void {
    limitTo(storableUntil(answer));
    if (answer.kind === 'product' && answer.cacheStatus !== 'LIVE') return;
    for (const { source, outcome, code } of answer.attempts) {
      if (outcome === 'SKIPPED' || madeNoCall(code)) continue;
      const call = `${source}:${groupOf(key)}`;
      const { questions } = called.get(call) ?? { questions: new Set() };
      called.set(call, { source, questions: questions.add(keyOf(key)) });
    }
  }

  function addSearch(answer: SearchAnswer): void {
    if (answer.kind !== 'hits' || answer.cacheStatus === 'STALE') return limitTo(0);
    limitTo(answer.expiresAt);
    if (answer.cacheStatus === 'LIVE') searchCalls += Math.max(1, Math.ceil(answer.hits.length / fullCall));
  }

  return {
    requestedCalls: 0,
    get validUntil() {
      return validUntil;
    },
    usedCalls: (batchSizeOf) =>
      [...called.values()].reduce(
        (sum, { source, questions }) => sum + Math.ceil(questions.size / batchSizeOf(source)),
        searchCalls,
      ),
    catalog: (catalog) => ({
      async products(keys, operation) {
        const answers = await catalog.products(keys, operation);
        for (const [index, key] of keys.entries()) {
          const answer = answers[index];
          if (answer !== undefined) addAnswer(key, answer);
        }
        // `realTime` skips every cache, so that no cache may store the response.
        if (keys.some(({ realTime }) => realTime)) limitTo(0);
        return answers;
      },
      async search(request, operation) {
        const answer = await catalog.search(request, operation);
        addSearch(answer);
        return answer;
      },
      serves: (marketplace) => catalog.serves(marketplace),
      coverage: (marketplace) => catalog.coverage(marketplace),
    }),
    analytics: (analytics) => ({
      snapshot(window) {
        limitTo(0);
        return analytics.snapshot(window);
      },
    }),
  };
}

/** Wall-clock time until which the answer may be stored; 0 when it must not be stored. */
export function storableUntil(answer: Answer): number {
  if (answer.kind === 'unavailable') return 0;
  if (answer.kind === 'not-found') return answer.expiresAt;
  return answer.cacheStatus === 'STALE' ? 0 : answer.expiresAt;
}

import type { Analytics } from '../../analytics/snapshot.ts';
import type { Answer, Catalog, ProductRequest, SearchAnswer } from '../../catalog/answer.ts';
import { fullCall } from '../input/full-call.ts';
import { groupOf, keyOf } from '../../product/question.ts';
import { madeNoCall, type Attempt } from '../../vocabulary.ts';

/** How many ASINs a full call of a source carries. */
export type BatchSizeOf = (source: Attempt['source']) => number;

/** What one operation was told, and what that took. */
export interface OperationUsage {
  /** Wall clock until which all of it holds; 0 when some of it must not be kept, `undefined` when nothing was told. */
  readonly holdsUntil: number | undefined;
  /** Upstream calls it would have taken with nothing remembered. */
  requestedCalls: number;
  /**
   * Full upstream calls that what was asked live comes to. Calls are shared by all operations, so that this is the
   * operation's share, rounded up by source and group of questions.
   */
  usedCalls(batchSizeOf: BatchSizeOf): number;
  /** The same catalog, watched. */
  catalog(catalog: Catalog): Catalog;
  /** The same statistics, watched. */
  analytics(analytics: Analytics): Analytics;
}

/** Starts with no usage. */
export function createOperationUsage(): OperationUsage {
  let holdsUntil: number | undefined;
  let searchCalls = 0;
  const asked = new Map<string, { readonly source: Attempt['source']; readonly questions: Set<string> }>();

  const hold = (until: number) => {
    holdsUntil = Math.min(holdsUntil ?? Infinity, until);
  };

  function noteAnswer(key: ProductRequest, answer: Answer): void {
    hold(keptUntil(answer));
    if (answer.kind === 'product' && answer.cacheStatus !== 'LIVE') return;
    for (const { source, outcome, code } of answer.attempts) {
      if (outcome === 'SKIPPED' || madeNoCall(code)) continue;
      const call = `${source}:${groupOf(key)}`;
      const { questions } = asked.get(call) ?? { questions: new Set() };
      asked.set(call, { source, questions: questions.add(keyOf(key)) });
    }
  }

  function noteSearch(answer: SearchAnswer): void {
    if (answer.kind !== 'hits' || answer.cacheStatus === 'STALE') return hold(0);
    hold(answer.expiresAt);
    if (answer.cacheStatus === 'LIVE') searchCalls += Math.max(1, Math.ceil(answer.hits.length / fullCall));
  }

  return {
    requestedCalls: 0,
    get holdsUntil() {
      return holdsUntil;
    },
    usedCalls: (batchSizeOf) =>
      [...asked.values()].reduce(
        (sum, { source, questions }) => sum + Math.ceil(questions.size / batchSizeOf(source)),
        searchCalls,
      ),
    catalog: (catalog) => ({
      async products(keys, operation) {
        const answers = await catalog.products(keys, operation);
        for (const [index, key] of keys.entries()) {
          const answer = answers[index];
          if (answer !== undefined) noteAnswer(key, answer);
        }
        // Asked past every cache: no cache may then keep it.
        if (keys.some(({ realTime }) => realTime)) hold(0);
        return answers;
      },
      async search(request, operation) {
        const answer = await catalog.search(request, operation);
        noteSearch(answer);
        return answer;
      },
      serves: (marketplace) => catalog.serves(marketplace),
    }),
    analytics: (analytics) => ({
      snapshot(window) {
        hold(0);
        return analytics.snapshot(window);
      },
    }),
  };
}

/** Wall clock until which the answer may be kept; 0 when not at all. */
export function keptUntil(answer: Answer): number {
  if (answer.kind === 'unavailable') return 0;
  if (answer.kind === 'not-found') return answer.expiresAt;
  return answer.cacheStatus === 'STALE' ? 0 : answer.expiresAt;
}

import type { Analytics } from '../../analytics/snapshot.ts';
import type {
  Answer,
  Catalog,
  Identified,
  IdentifyRequest,
  NodeAnswer,
  ProductRequest,
  SearchAnswer,
} from '../../catalog/answer.ts';
import { fullCall } from '../input/full-call.ts';
import { nodeKeyOf, type BrowseNodeQuestion } from '../../product/browse-node.ts';
import { groupOf, keyOf, type QuestionGroup } from '../../product/question.ts';
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
   * lookups, rounded up by source and group of questions, and the pages of its lists that were not cached.
   */
  usedCalls(batchSizeOf: BatchSizeOf): number;
  /** Wraps the catalog, and records its answers. */
  catalog(catalog: Catalog): Catalog;
  /** Wraps the statistics, and records that they were read. */
  analytics(analytics: Analytics): Analytics;
}

/** The questions of one operation that a source was asked, all of one group. */
type Called = {
  readonly operation: string;
  readonly source: Attempt['source'];
  readonly questions: Set<string>;
};

/** Creates the usage of one operation. */
export function createOperationUsage(): OperationUsage {
  let validUntil: number | undefined;
  let searchCalls = 0;
  const called = new Map<string, Called>();

  const limitTo = (until: number) => {
    validUntil = Math.min(validUntil ?? Infinity, until);
  };

  function addAnswer(key: ProductRequest, answer: Answer): void {
    limitTo(storableUntil(answer));
    if (answer.kind === 'product' && answer.cacheStatus !== 'LIVE') return;
    addCalls('lookup', answer.attempts, key, keyOf(key));
  }

  function addNode(question: BrowseNodeQuestion, answer: NodeAnswer): void {
    limitTo(answer.kind === 'unavailable' ? 0 : answer.expiresAt);
    if (answer.kind === 'browse-node' && answer.cacheStatus !== 'LIVE') return;
    addCalls('browseNodes', answer.attempts, question, nodeKeyOf(question));
  }

  function addCalls(operation: string, attempts: readonly Attempt[], group: QuestionGroup, question: string): void {
    for (const { source, outcome, code } of attempts) {
      if (outcome === 'SKIPPED' || madeNoCall(code)) continue;
      addQuestion(operation, source, group, question);
    }
  }

  function addQuestion(operation: string, source: Attempt['source'], group: QuestionGroup, question: string): void {
    const call = `${operation}:${source}:${groupOf(group)}`;
    const { questions } = called.get(call) ?? { questions: new Set() };
    called.set(call, { operation, source, questions: questions.add(question) });
  }

  function addSearch(answer: SearchAnswer): void {
    if (answer.kind !== 'hits') return limitTo(0);
    limitTo(answer.cacheStatus === 'STALE' ? 0 : answer.expiresAt);
    searchCalls += answer.calls;
  }

  function addIdentified({ marketplace, gtin }: IdentifyRequest, identified: Identified): void {
    if (identified.kind !== 'found') limitTo(identified.kind === 'not-found' ? identified.expiresAt : 0);
    const { call } = identified;
    if (call?.isShared === true) addQuestion('identify', call.source, { marketplace }, gtin.text);
    else if (call !== undefined) searchCalls += 1;
  }

  return {
    requestedCalls: 0,
    get validUntil() {
      return validUntil;
    },
    usedCalls: (batchSizeOf) =>
      [...called.values()].reduce(
        (sum, { operation, source, questions }) =>
          sum + Math.ceil(questions.size / (operation === 'browseNodes' ? fullCall : batchSizeOf(source))),
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
      async variations(request, operation) {
        const answer = await catalog.variations(request, operation);
        addSearch(answer);
        return answer;
      },
      async browseNodes(questions, operation) {
        const answers = await catalog.browseNodes(questions, operation);
        for (const [index, question] of questions.entries()) {
          const answer = answers[index];
          if (answer !== undefined) addNode(question, answer);
        }
        return answers;
      },
      async identify(requests, operation) {
        const identified = await catalog.identify(requests, operation);
        for (const [index, request] of requests.entries()) {
          const one = identified[index];
          if (one !== undefined) addIdentified(request, one);
        }
        return identified;
      },
      numbersPerCall: (marketplace) => catalog.numbersPerCall(marketplace),
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

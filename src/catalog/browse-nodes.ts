import type { Copy, EntryCache } from '../cache/entry-cache.ts';
import { nodeGroupIn, type BrowseNodeQuestion } from '../product/browse-node.ts';
import { unavailability } from '../source/attempt.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import { SourceError } from '../source/source-error.ts';
import type { NodeFinding, Source } from '../source/source.ts';
import { tryInOrder, type Step } from '../source/try-in-order.ts';
import type { Clock } from '../clock.ts';
import type { Attempt } from '../vocabulary.ts';
import type { Catalog, NodeAnswer, Operation } from './answer.ts';
import { attemptWithoutAnswer, type Redact } from './attempt-without-answer.ts';
import type { Background } from './background.ts';
import { nodeKey, nodeReader, type CachedNode } from './cached-node.ts';
import { waiterOf } from './waiter.ts';
import { absenceExpiresAt, browseNodeLifetime, missingLifetime } from './lifetimes.ts';

/** Options of {@link createBrowseNodes}. */
export type BrowseNodesOptions = {
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly entryCache: EntryCache;
  readonly background: Background;
  readonly clock: Clock;
  readonly random: () => number;
  /** Removes secrets from the messages of failed attempts. Default: leaves them as they are. */
  readonly redact?: Redact | undefined;
};

/** Looks categories up: from the cache, else from one source after the other until one has the category. */
export function createBrowseNodes(options: BrowseNodesOptions): Pick<Catalog, 'browseNodes'> {
  const { sources, batcher, entryCache, background, clock, random, redact } = options;
  const read = nodeReader(sources);
  const lookUp = batcher.open((source) => {
    const { browseNodes } = source.operations;
    if (browseNodes === undefined) throw new Error(`${source.id} cannot look categories up`);
    return browseNodes;
  });

  async function answer(
    question: BrowseNodeQuestion,
    copy: Copy<CachedNode> | undefined,
    operation: Operation,
  ): Promise<NodeAnswer> {
    return copy === undefined ? await fetchAndStore(question, operation) : fromCopy(question, copy);
  }

  async function fetchAndStore(question: BrowseNodeQuestion, operation: Operation): Promise<NodeAnswer> {
    const { marketplace } = question;
    const attempts: Attempt[] = [];
    const errors: SourceError[] = [];
    let isMissing = false;
    for await (const step of stepsOf(question, operation)) {
      const { source } = step;
      if (step.kind === 'skipped') {
        attempts.push(attemptWithoutAnswer(step, redact));
        continue;
      }
      const finding = step.kind === 'answered' ? step.answer : step;
      const { durationMs } = step;
      if (finding.kind === 'found') {
        attempts.push({ source: source.id, outcome: 'FOUND', durationMs });
        return await found(question, { kind: 'node', node: finding.node, source: source.id, attempts });
      }
      if (finding.kind === 'missing') {
        isMissing = true;
        attempts.push({ source: source.id, outcome: 'MISSING', durationMs });
      } else {
        errors.push(finding.error);
        attempts.push(attemptWithoutAnswer({ source, kind: 'failed', error: finding.error, durationMs }, redact));
      }
    }
    if (!isMissing) return { kind: 'unavailable', marketplace, attempts, ...unavailability(errors, random) };
    const isCertain = errors.length === 0;
    if (isCertain) store(question, { kind: 'missing', attempts });
    return { kind: 'no-browse-node', attempts, expiresAt: absenceExpiresAt(clock.wall(), isCertain) };
  }

  function stepsOf(question: BrowseNodeQuestion, operation: Operation): AsyncIterable<Step<NodeFinding>> {
    const { marketplace } = question;
    return tryInOrder({
      sources,
      marketplace,
      ...operation,
      clock,
      whySkip: lacksOperation,
      async call(source, deadlineAt) {
        if (deadlineAt <= clock.monotonic()) throw new SourceError('DEADLINE', 'no time was left');
        return await lookUp(source, question, { ...waiterOf(operation), deadlineAt });
      },
    });
  }

  async function found(question: BrowseNodeQuestion, value: CachedNode & { kind: 'node' }): Promise<NodeAnswer> {
    const fetchedAt = store(question, value);
    return answerOf(question, value, 'LIVE', fetchedAt);
  }

  function store(question: BrowseNodeQuestion, value: CachedNode): number {
    const fetchedAt = clock.wall();
    const lifetime = value.kind === 'node' ? browseNodeLifetime : missingLifetime;
    background.track(entryCache.setMany([{ key: nodeKey(question), value, fetchedAt, ...lifetime }]));
    return fetchedAt;
  }

  return {
    async browseNodes(questions, operation) {
      const copies = await entryCache.getMany(questions.map(nodeKey), read);
      return await Promise.all(questions.map((question, index) => answer(question, copies[index], operation)));
    },
  };
}

/** The reason for skipping a source that has no such operation. */
function lacksOperation({ operations }: Source): string | undefined {
  return operations.browseNodes === undefined ? 'NO_BROWSE_NODES' : undefined;
}

function fromCopy(question: BrowseNodeQuestion, { value, fetchedAt, freshMs }: Copy<CachedNode>): NodeAnswer {
  if (value.kind === 'node') return answerOf(question, value, 'FRESH', fetchedAt);
  return { kind: 'no-browse-node', attempts: value.attempts, expiresAt: fetchedAt + freshMs };
}

function answerOf(
  question: BrowseNodeQuestion,
  { node: { children, ...node }, source, attempts }: CachedNode & { kind: 'node' },
  cacheStatus: 'LIVE' | 'FRESH',
  fetchedAt: number,
): NodeAnswer {
  const expiresAt = fetchedAt + browseNodeLifetime.freshMs;
  return {
    kind: 'browse-node',
    node,
    children,
    group: nodeGroupIn(question),
    source,
    cacheStatus,
    fetchedAt,
    expiresAt,
    attempts,
  };
}

import type { AroundCall, Report } from '../../event.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import { groupIn, groupOf, type QuestionGroup } from '../../product/question.ts';
import { createCircuit, type Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { Leases } from '../../coordination/leases.ts';
import type { Permits } from '../../rate-limit/permits.ts';
import type { SourceId } from '../../vocabulary.ts';
import { SourceError } from '../source-error.ts';
import type { Source, SourceOperation } from '../source.ts';
import { Account } from './account.ts';
import { CallQueue } from './call-queue.ts';
import { countQueued, type QueuedLookups } from './queued-lookups.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import type { Waiter } from './waiter.ts';

/** The sources that share one allowance, and that allowance. */
export type AccountOptions = { readonly sources: readonly Source[]; readonly permits: Permits };

/** Options of {@link createBatcher}. */
export type BatcherOptions = {
  readonly accounts: readonly AccountOptions[];
  readonly clock: Clock;
  /** Between 0 and 1; spreads retries. */
  readonly random: () => number;
  readonly report: Report;
  /** Wraps every call. */
  readonly around?: AroundCall | undefined;
  /** The share of the day's calls that only interactive lookups may start; 0 by default. */
  readonly dayReserve?: number;
  /** Present if other instances call the same sources: all of them together make one call per question. */
  readonly leases?: Leases;
};

/** Calls one operation of a source. Rejects with SourceError, or with the waiter's abort reason. */
export type CallOperation<Q extends QuestionGroup, R> = (source: Source, question: Q, waiter: Waiter) => Promise<R>;

/**
 * Merges the questions of all GraphQL operations into full upstream calls. A call is formed when its permit is due, so
 * that slots freed by disconnected clients are reused, and duplicate questions share a slot.
 */
export interface Batcher {
  /** Opens the queues of one operation of every source. Each operation is opened once, by the room that uses it. */
  open<Q extends QuestionGroup, R>(operationOf: (source: Source) => SourceOperation<Q, R>): CallOperation<Q, R>;
  /** The permits of every account that calls of these sources may be charged to, each once. */
  permitsOf(sources: readonly Source[]): readonly Permits[];
  /** The lookups of a source that wait for a slot. */
  queued(source: SourceId): readonly QueuedLookups[];
}

type Member = { readonly account: Account; readonly retries: RetryBudget };

/** Creates the accounts. A queue is created with the first question of its group. */
export function createBatcher(options: BatcherOptions): Batcher {
  const { clock, random, report, around, leases, dayReserve = 0 } = options;
  const members = new Map<Source, Member>();
  const opened = new Set<object>();
  for (const { sources, permits } of options.accounts) {
    const account = new Account({ permits, clock, report, leadMs: () => leases?.leadMs() ?? 0, dayReserve });
    for (const source of sources) members.set(source, { account, retries: createRetryBudget() });
  }

  /** One queue per group of questions, for one operation of one source; one circuit per marketplace. */
  function queuesOf<Q extends QuestionGroup, R>(source: Source, operation: SourceOperation<Q, R>) {
    const member = members.get(source);
    if (member === undefined) throw new Error(`${source.id} belongs to no account`);
    if (opened.has(operation)) throw new Error(`${operation.name} of ${source.id} is open already`);
    opened.add(operation);
    const queues = new Map<string, CallQueue<Q, R>>();
    const circuits = new Map<MarketplaceCode, Circuit>();
    const sharing = leases && operation.shared && { leases, space: source.id, codec: operation.shared };

    function openCircuit(marketplace: MarketplaceCode): Circuit {
      const circuit = createCircuit(clock, (state, code) => {
        const which = { source: source.id, marketplace, operation: operation.name };
        report({ type: 'circuit', ...which, state, ...(code && { code }) });
        if (state !== 'OPEN') return;
        for (const queue of queues.values()) {
          if (queue.group.marketplace === marketplace) queue.release(circuitOpen(source));
        }
      });
      circuits.set(marketplace, circuit);
      return circuit;
    }

    return (question: Q): CallQueue<Q, R> => {
      const key = groupOf(question);
      const known = queues.get(key);
      if (known !== undefined) return known;
      const { account: owner, retries } = member;
      const group = groupIn(question);
      const circuit = circuits.get(group.marketplace) ?? openCircuit(group.marketplace);
      const about = { source, operation, group, circuit, retries, owner, around, ...(sharing && { sharing }) };
      const queue = new CallQueue<Q, R>({ ...about, clock, random, report });
      queues.set(key, queue);
      owner.add(queue);
      return queue;
    };
  }

  return {
    open<Q extends QuestionGroup, R>(operationOf: (source: Source) => SourceOperation<Q, R>): CallOperation<Q, R> {
      const queueIn = new Map<Source, (question: Q) => CallQueue<Q, R>>();
      return async (source, question, waiter) => {
        const queueFor = queueIn.get(source) ?? queuesOf(source, operationOf(source));
        queueIn.set(source, queueFor);
        return await queueFor(question).answer(question, waiter);
      };
    },
    permitsOf: (called) =>
      options.accounts
        .filter(({ sources }) => sources.some((one) => called.includes(one)))
        .map(({ permits }) => permits),
    queued(id) {
      const [source, member] = [...members].find(([one]) => one.id === id) ?? [];
      if (source === undefined || member === undefined) return [];
      return countQueued(member.account.waiting(source), clock.monotonic());
    },
  };
}

function circuitOpen(source: Source): SourceError {
  return new SourceError('CIRCUIT_OPEN', `${source.id} failed too often and is not called for now`);
}

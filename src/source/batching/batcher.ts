import type { AroundCall, Report } from '../../event.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import { groupIn, groupOf, type QuestionGroup } from '../../product/question.ts';
import { createCircuit, type Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { LookupQueue } from '../../coordination/queue/lookup-queue.ts';
import type { PacedQuota, Permits } from '../../rate-limit/permits.ts';
import type { CircuitState, SourceId } from '../../vocabulary.ts';
import { defaultAccount } from '../definition.ts';
import { accountLabel, membersOf } from '../pool.ts';
import { SourceError } from '../source-error.ts';
import type { Source, SourceOperation } from '../source.ts';
import { Account } from './account.ts';
import { askOne, type Line } from './account-choice.ts';
import { CallQueue } from './call-queue.ts';
import { countQueued, type QueuedLookups } from './queued-lookups.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { partyOf, type Waiter } from './waiter.ts';

/** The sources that share one allowance, and that allowance. */
export type AccountOptions = {
  /** For operators; absent where there is but one account. */
  readonly name?: string;
  readonly sources: readonly Source[];
  readonly permits: Permits;
};

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
  /**
   * How long interactive lookups may take while calls wait for more slots, because the day's calls would run out. By default
   * no call waits.
   */
  readonly interactiveP95Ms?: number | undefined;
  /** The queue of an account for all instances; absent if there is only one. */
  readonly queueOf?: ((permits: Permits) => LookupQueue | undefined) | undefined;
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
  /** Whether the source's calls in this marketplace wait for more slots to fill, because the day's calls are short. */
  isPaced(source: Source, marketplace: MarketplaceCode): boolean;
  /** The state of every account of the source. */
  accountsOf(source: SourceId): readonly AccountState[];
}

/** The state of one account of one source. */
export type AccountState = {
  readonly name: string;
  readonly quota: PacedQuota;
  /** The worst state of the source's circuits in this account. */
  readonly circuit: CircuitState;
  /** Lookups and searches that wait for a call. */
  readonly queued: number;
};

type Member = {
  readonly name: string;
  readonly account: Account;
  readonly permits: Permits;
  readonly shared: LookupQueue | undefined;
  readonly retries: RetryBudget;
};

/** Creates the accounts. A queue is created with the first question of its group. */
export function createBatcher(options: BatcherOptions): Batcher {
  const { clock, random, report, around, queueOf, dayReserve = 0, interactiveP95Ms } = options;
  const members = new Map<Source, Member>();
  const opened = new Set<object>();
  /** Circuits and queues by member, for its state. */
  const states = new Map<Source, { readonly circuits: Circuit[]; readonly queues: { readonly size: number }[] }>();
  for (const { name = defaultAccount, sources, permits } of options.accounts) {
    const shared = queueOf?.(permits);
    const account = new Account({ permits, clock, report, dayReserve, interactiveP95Ms, shared });
    for (const source of sources) {
      members.set(source, { name, account, permits, shared, retries: createRetryBudget() });
    }
  }
  for (const source of members.keys()) states.set(source, { circuits: [], queues: [] });

  /** One queue per group of questions, for one operation of one source; one circuit per marketplace. */
  function queuesOf<Q extends QuestionGroup, R>(source: Source, operation: SourceOperation<Q, R>) {
    const member = members.get(source);
    if (member === undefined) throw new Error(`${source.id} belongs to no account`);
    if (opened.has(operation)) throw new Error(`${operation.name} of ${source.id} is open already`);
    opened.add(operation);
    const { name, account: owner, permits, shared, retries } = member;
    const queues = new Map<string, CallQueue<Q, R>>();
    const circuits = new Map<MarketplaceCode, Circuit>();

    function openCircuit(marketplace: MarketplaceCode): Circuit {
      const circuit = createCircuit(clock, (state, code) => {
        const which = { source: source.id, marketplace, operation: operation.name };
        report({ type: 'circuit', ...which, state, ...(code && { code }), ...accountLabel(name) });
        if (state !== 'OPEN') return;
        for (const queue of queues.values()) {
          if (queue.group.marketplace === marketplace) queue.release(circuitOpen(source));
        }
      });
      circuits.set(marketplace, circuit);
      states.get(source)?.circuits.push(circuit);
      return circuit;
    }

    const isSpent = () => {
      const { perDay = Infinity, usedToday } = permits.quota();
      return usedToday >= perDay;
    };

    function queueFor(question: Q): CallQueue<Q, R> {
      const key = groupOf(question);
      const known = queues.get(key);
      if (known !== undefined) return known;
      const group = groupIn(question);
      const circuit = circuits.get(group.marketplace) ?? openCircuit(group.marketplace);
      const otherAccounts = [...members.keys()].some((other) => {
        return other !== source && other.id === source.id && other.unavailableReason(group.marketplace) === undefined;
      });
      const about = {
        source,
        operation,
        group,
        circuit,
        retries,
        otherAccounts,
        owner,
        around,
        shared,
      };
      const queue = new CallQueue<Q, R>({ ...about, clock, random, report });
      queues.set(key, queue);
      states.get(source)?.queues.push(queue);
      owner.add(queue);
      return queue;
    }

    return (question: Q): Line<Q, R> => {
      const queue = queueFor(question);
      const isClosed = () => circuits.get(question.marketplace)?.state() === 'OPEN' || isSpent();
      return {
        queue,
        earliestMs: (waiter) =>
          isClosed()
            ? Infinity
            : owner.estimateMs(queue, { ...waiter, party: partyOf(waiter) }) + owner.pacing.longestWaitMs(),
      };
    };
  }

  return {
    open<Q extends QuestionGroup, R>(operationOf: (source: Source) => SourceOperation<Q, R>): CallOperation<Q, R> {
      const lineIn = new Map<Source, (question: Q) => Line<Q, R>>();
      const lineOf = (member: Source, question: Q) => {
        const lineFor = lineIn.get(member) ?? queuesOf(member, operationOf(member));
        lineIn.set(member, lineFor);
        return lineFor(question);
      };
      return async (source, question, waiter) => {
        const all = membersOf(source);
        const serving = all.filter((member) => member.unavailableReason(question.marketplace) === undefined);
        // A source that does not serve the marketplace says so itself.
        const asked = serving.length > 0 ? serving : all.slice(0, 1);
        return await askOne(
          asked.map((member) => lineOf(member, question)),
          question,
          waiter,
        );
      };
    },
    permitsOf(called) {
      const charged = new Set(called.flatMap(membersOf));
      return options.accounts
        .filter(({ sources }) => sources.some((one) => charged.has(one)))
        .map(({ permits }) => permits);
    },
    queued(id) {
      const waiting = [...members].flatMap(([source, { account }]) => {
        return source.id === id ? [...account.waiting(source)] : [];
      });
      return countQueued(waiting, clock.monotonic());
    },
    isPaced(source, marketplace) {
      const serving = membersOf(source).filter((member) => member.unavailableReason(marketplace) === undefined);
      return serving.length > 0 && serving.every((member) => members.get(member)?.account.pacing.isActive() === true);
    },
    accountsOf(id) {
      return [...members].flatMap(([source, { name, account }]) => {
        if (source.id !== id) return [];
        const { circuits = [], queues = [] } = states.get(source) ?? {};
        const seen = new Set(circuits.map((circuit) => circuit.state()));
        const circuit = (['OPEN', 'HALF_OPEN'] as const).find((state) => seen.has(state)) ?? 'CLOSED';
        return [
          { name, quota: account.pacing.quota(), circuit, queued: queues.reduce((sum, { size }) => sum + size, 0) },
        ];
      });
    },
  };
}

function circuitOpen(source: Source): SourceError {
  return new SourceError('CIRCUIT_OPEN', `${source.id} failed too often and is not called for now`);
}

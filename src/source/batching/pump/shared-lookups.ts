import type { Report } from '../../../event.ts';
import { withTimeout } from '../../../async.ts';
import type { Clock } from '../../../clock.ts';
import type {
  LookupQueue,
  Offer,
  OfferState,
  QueueGroup,
  TakenLookup,
} from '../../../coordination/queue/lookup-queue.ts';
import { lookupPriorities } from '../../../vocabulary.ts';
import { SourceError } from '../../source-error.ts';
import type { Outcome, OutcomeCodec } from '../../source.ts';
import type { PendingLookup, SplitGroup } from '../pending-lookup.ts';
import type { RequestTimes, SharedView } from './shared-view.ts';
import { createTurnCounter, type WaitingList } from '../waiting-list.ts';

/** What the lookups that are shared need of their queue. */
export type SharedLookupsOptions<Q, R> = {
  readonly queue: LookupQueue;
  /** The group of all lookups, by its name among all instances. */
  readonly group: QueueGroup;
  /** Absent if answers cannot be shared: then others keep the order, but do not take the lookups. */
  readonly codec: OutcomeCodec<Q, R> | undefined;
  readonly list: WaitingList<Q, R>;
  readonly clock: Clock;
  readonly report: Report;
  /** Whether a call could be sent at once. */
  readonly isReady: () => boolean;
  /** The pending lookup with this key. */
  readonly find: (key: string) => PendingLookup<Q, R> | undefined;
  /** Opens a lookup that another instance has offered; `undefined` if its question is unreadable. */
  readonly adopt: (taken: TakenLookup) => PendingLookup<Q, R> | undefined;
  readonly close: (lookup: PendingLookup<Q, R>, outcome: Outcome<R>) => void;
  /** Lookups wait again, because the instance that had taken them cannot be reached. */
  readonly requeue: (lookups: readonly PendingLookup<Q, R>[]) => void;
};

/** How many offers a renewal repeats: those of the next calls. */
const renewed = 200;
/** How many waiting lookups one request offers: a script must not keep Redis busy for long. */
export const mostOffers = 500;
/** Others wait no longer for the store, nor for a source that is called after an incomplete answer. */
const longestWriteMs = 100;

/** What the shared queue knows of a lookup of this instance. */
type Known = {
  readonly group: QueueGroup;
  priority: number;
  state: 'offered' | 'elsewhere' | 'here';
  /** When it was first offered, on the clock of the queue. */
  readonly offeredAt: number;
  /** When it was taken elsewhere (monotonic). */
  takenAt: number;
};

/** The lookups of one queue in the queue that all instances share: which are offered, taken elsewhere, or taken here. */
export class SharedLookups<Q, R> implements SharedView {
  readonly name: string;
  readonly #options: SharedLookupsOptions<Q, R>;
  readonly #known = new Map<PendingLookup<Q, R>, Known>();
  /** Accepted once: refused no more. */
  readonly #accepted = new WeakSet<PendingLookup<Q, R>>();
  /** Their outcomes in the queue are unreadable. */
  readonly #distrusted = new WeakSet<PendingLookup<Q, R>>();
  readonly #answered = new Set<string>();
  readonly #halves = new WeakMap<SplitGroup, QueueGroup>();
  #split = 0;
  #own: QueueGroup | undefined;

  constructor(options: SharedLookupsOptions<Q, R>) {
    this.#options = options;
    this.name = options.group.name;
  }

  get size(): number {
    let others = 0;
    for (const { state } of this.#known.values()) if (state !== 'offered') others += 1;
    return this.#options.list.size + others;
  }

  get hasWaiting(): boolean {
    return this.#options.list.size > 0;
  }

  serves(isWanted: boolean): readonly QueueGroup[] {
    const { list, isReady } = this.#options;
    if (!(isWanted || list.size > 0) || !isReady()) return [];
    return [...new Set([this.#options.group, ...[...list].map((lookup) => this.#groupOf(lookup))])];
  }

  offers(renew: boolean): readonly Offer[] {
    const { list } = this.#options;
    const turnOf = createTurnCounter();
    const renewing = new Set(renew ? list.first(renewed) : []);
    const offers: Offer[] = [];
    for (const lookup of list) {
      const turn = turnOf(lookup);
      const known = this.#known.get(lookup);
      const isNews = known === undefined || known.priority > priorityOf(lookup) || this.#answered.has(lookup.key);
      if (isNews ? offers.length < mostOffers : renewing.has(lookup)) offers.push(this.#offer(lookup, turn));
    }
    for (const [lookup, { state }] of this.#known) {
      if (state === 'elsewhere' && (renew || this.#answered.has(lookup.key))) offers.push(this.#offer(lookup, 0));
    }
    this.#answered.clear();
    return offers;
  }

  heard(kind: 'taken' | 'answered', key: string): boolean {
    const lookup = this.#options.find(key);
    const known = lookup && this.#known.get(lookup);
    if (lookup === undefined || known === undefined || known.state === 'here') return false;
    if (kind === 'answered') this.#answered.add(key);
    else if (this.#options.list.has(lookup)) this.#takenElsewhere(lookup, known);
    return kind === 'answered';
  }

  apply({ key, group, priority }: Offer, state: OfferState, request: RequestTimes): void {
    const { list } = this.#options;
    const lookup = this.#options.find(key);
    if (lookup === undefined) {
      // Its waiters left while the offer was on its way.
      if (state.kind === 'waiting' || state.kind === 'taken') this.#options.queue.release(group.name, key);
      return;
    }
    const fresh: Known = { group, priority, state: 'offered', offeredAt: request.at, takenAt: 0 };
    const known = this.#known.get(lookup) ?? fresh;
    if (known.state === 'here') return void (known.priority = priority);
    if (state.kind === 'late') {
      const error = new SourceError('BUSY', 'no permit within this source’s share of the deadline', {
        retryAfterMs: state.estimateMs,
      });
      return this.#options.close(lookup, { error });
    }
    if (state.kind === 'answered') return this.#applyOutcome(lookup, state.outcome);
    this.#known.set(lookup, known);
    this.#accepted.add(lookup);
    known.priority = priority;
    if (state.kind === 'taken' && list.has(lookup)) this.#takenElsewhere(lookup, known);
    // Its instance died or gave up. (A hint that came after the request is newer.)
    else if (state.kind === 'waiting' && known.state === 'elsewhere' && known.takenAt < request.sentAt) {
      known.state = 'offered';
      this.#options.requeue([lookup]);
    }
  }

  /** The lookups of a call that this instance has to make. */
  take(group: string, taken: readonly TakenLookup[]): readonly PendingLookup<Q, R>[] {
    const { list, find, adopt, queue } = this.#options;
    return taken.flatMap((one) => {
      const isOwn = group !== this.name;
      const lookup = find(one.key) ?? (isOwn ? undefined : adopt(one));
      if (isOwn) queue.release(group, one.key);
      if (lookup === undefined || lookup.inCall) return [];
      list.delete(lookup);
      if (isOwn && lookup.group === undefined) this.#known.delete(lookup);
      else this.#took(lookup);
      return [lookup];
    });
  }

  /** This instance makes the call of these lookups by itself. */
  calls(lookups: readonly PendingLookup<Q, R>[]): void {
    for (const lookup of lookups) this.#took(lookup);
  }

  /**
   * A lookup ended. An answer is in the store before the lookup ends for others: an instance that reads the store too early
   * finds the outcome, so that no question is called for twice.
   */
  ended(lookup: PendingLookup<Q, R>, outcome: Outcome<R>): void {
    const known = this.#known.get(lookup);
    if (known === undefined) return;
    this.#known.delete(lookup);
    const { queue, codec } = this.#options;
    const text = known.state === 'here' ? codec?.write(outcome, lookup.question) : undefined;
    if (text === undefined) queue.release(known.group.name, lookup.key);
    else if ('error' in outcome) queue.publish(this.name, lookup.key, `F ${text}`);
    else void this.#publishStored(lookup, known, `A ${text}`);
  }

  /** No waiter is left. */
  left(lookup: PendingLookup<Q, R>): void {
    const known = this.#known.get(lookup);
    this.#known.delete(lookup);
    if (known !== undefined) this.#options.queue.release(known.group.name, lookup.key);
  }

  /** The lookups wait for another call of this instance: they are offered again. */
  waitsAgain(lookups: readonly PendingLookup<Q, R>[]): void {
    for (const lookup of lookups) {
      const known = this.#known.get(lookup);
      // The lookup stays taken while a half of its call waits under a name of its own.
      if (known !== undefined && lookup.group === undefined) this.#known.delete(lookup);
      else if (known !== undefined) known.priority = Infinity;
    }
  }

  taken(): ReadonlyMap<string, readonly string[]> {
    const taken = [...this.#known].filter(([, { state }]) => state === 'here').map(([{ key }]) => key);
    return new Map([[this.name, taken]]);
  }

  alone(): void {
    for (const lookup of this.#options.list) this.#accepted.add(lookup);
    const elsewhere = [...this.#known].filter(([, { state }]) => state === 'elsewhere').map(([lookup]) => lookup);
    for (const [lookup, { state }] of this.#known) if (state !== 'here') this.#known.delete(lookup);
    if (elsewhere.length > 0) this.#options.requeue(elsewhere);
  }

  async #publishStored(lookup: PendingLookup<Q, R>, known: Known, outcome: string): Promise<void> {
    // It stays taken until then, so that the lease of this instance does not end before.
    this.#known.set(lookup, known);
    await withTimeout(lookup.stored(), longestWriteMs, () => undefined);
    this.#known.delete(lookup);
    this.#options.queue.publish(this.name, lookup.key, outcome);
  }

  #applyOutcome(lookup: PendingLookup<Q, R>, text: string): void {
    const { codec, report, close, list, requeue } = this.#options;
    const outcome = codec?.read(text, lookup.question);
    this.#known.delete(lookup);
    if (outcome !== undefined) return close(lookup, outcome);
    report({ type: 'unreadable', where: 'lease', key: lookup.key });
    this.#distrusted.add(lookup);
    if (!list.has(lookup)) requeue([lookup]);
  }

  #takenElsewhere(lookup: PendingLookup<Q, R>, known: Known): void {
    this.#options.list.delete(lookup);
    lookup.calledElsewhere();
    known.state = 'elsewhere';
    known.takenAt = this.#options.clock.monotonic();
  }

  #took(lookup: PendingLookup<Q, R>): void {
    const { group } = this.#options;
    this.#accepted.add(lookup);
    this.#known.set(lookup, { group, priority: 0, state: 'here', offeredAt: 0, takenAt: 0 });
  }

  #offer(lookup: PendingLookup<Q, R>, turn: number): Offer {
    const { codec, clock } = this.#options;
    const now = clock.monotonic();
    const known = this.#known.get(lookup);
    const trusted = !this.#distrusted.has(lookup) && codec !== undefined;
    return {
      key: lookup.key,
      group: this.#groupOf(lookup),
      question: codec?.writeQuestion(lookup.question) ?? '',
      priority: priorityOf(lookup),
      turn,
      leaveInMs: lookup.leaveQueueAt - now,
      deadlineInMs: lookup.deadlineAt - now,
      askedAgoMs: trusted ? now - lookup.askedAt : -1,
      mayBeOldMs: trusted ? lookup.askedAt - lookup.answersFrom : 0,
      ...(trusted && known !== undefined && known.state !== 'here' && { since: known.offeredAt }),
      calls: lookup.calls,
      first: lookup.calls > 0,
      refusable: !this.#accepted.has(lookup),
    };
  }

  /** Only this instance makes calls of lookups that cannot be shared, and of the halves of a split call. */
  #groupOf({ group: half }: PendingLookup<Q, R>): QueueGroup {
    const { group, codec, queue } = this.#options;
    const own = `${group.name}~${queue.instance}`;
    if (half === undefined) return codec === undefined ? (this.#own ??= { ...group, name: own }) : group;
    const known = this.#halves.get(half);
    if (known !== undefined) return known;
    const named = { ...group, name: `${own}~${(this.#split += 1)}` };
    this.#halves.set(half, named);
    return named;
  }
}

function priorityOf({ priority }: { readonly priority: (typeof lookupPriorities)[number] }): number {
  return lookupPriorities.indexOf(priority);
}

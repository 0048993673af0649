import type { Clock } from '../../../clock.ts';
import type {
  LookupQueue,
  OfferState,
  QueueHint,
  QueueReply,
  QueueRequest,
  TakenCall,
} from '../../../coordination/queue/lookup-queue.ts';
import type { Permits } from '../../../rate-limit/permits.ts';
import { createLateness, type Lateness } from './lateness.ts';
import type { PumpOwner } from '../queue-owner.ts';
import { mostOffers } from './shared-lookups.ts';
import type { SharedView } from './shared-view.ts';

/** Options of {@link SharedPump}. */
export type SharedPumpOptions = {
  readonly queue: LookupQueue;
  readonly permits: Permits;
  readonly clock: Clock;
  readonly owner: PumpOwner;
  /** Called when the other instances can be reached, or no longer can. */
  readonly onChange: () => void;
};

/** After so many requests in a row without a useful reply, this instance forms its calls by itself for a while. */
const failuresInARow = 3;
const aloneMs = 1_000;
/** How long it waits for the other instances before: a short interruption must not cost calls of its own. */
const graceMs = 500;

/**
 * Offers the lookups of this instance to the queue that all instances share, and makes the calls that the queue gives it.
 * One request runs at a time; what happens in the meantime is part of the next one.
 */
export class SharedPump {
  readonly #options: SharedPumpOptions;
  readonly #lateness: Lateness;
  #requesting = false;
  #again = false;
  #asked = false;
  #timer: NodeJS.Timeout | undefined;
  #requestedAt = -Infinity;
  #next: { readonly dueAt: number; readonly isOwn: boolean } | undefined;
  /** When a call leaves that waits for more slots to fill (monotonic). */
  #pacedUntil = Infinity;
  #served = '';
  #wanted: ReadonlySet<string> = new Set();
  /** A reply was lost: the queue may have given this instance lookups that it does not know of. */
  #unsure = false;
  #failures = 0;
  #aloneUntil = -Infinity;
  /** Since when the other instances cannot be reached (monotonic). */
  #lostAt: number | undefined;

  constructor(options: SharedPumpOptions) {
    this.#options = options;
    this.#lateness = createLateness(options.permits);
    if (!this.usable()) this.#lostAt = options.clock.monotonic();
    options.queue.listen(
      (hints) => this.#heard(hints),
      () => this.#changed(),
    );
  }

  /** Whether calls are formed with the other instances. */
  usable(): boolean {
    return this.#options.queue.usable() && this.#options.clock.monotonic() >= this.#aloneUntil;
  }

  /** Whether this instance forms its calls by itself. */
  isAlone(): boolean {
    if (this.usable()) return false;
    const now = this.#options.clock.monotonic();
    return now < this.#aloneUntil || this.#lostAt === undefined || now >= this.#lostAt + graceMs;
  }

  /** When the next permit is due, in milliseconds; `undefined` if that is not known. */
  dueInMs(): number | undefined {
    if (this.#next === undefined || !this.usable()) return undefined;
    return Math.max(0, this.#next.dueAt - this.#options.clock.monotonic());
  }

  /** Whether a permit is reserved, so that the day's count includes a call that has not left. */
  hasPermit(): boolean {
    if (this.#next === undefined || !this.usable()) return false;
    return this.#next.isOwn || this.#next.dueAt > this.#options.clock.monotonic();
  }

  /** Of how many groups lookups wait, in all instances. */
  groups(): number {
    return this.#wanted.size;
  }

  /** Tells the queue what it does not know yet, and asks it for a call if one is due. */
  async run(): Promise<void> {
    if (!this.usable()) return this.#schedule();
    if (this.#requesting) {
      this.#again = true;
      return;
    }
    this.#requesting = true;
    try {
      do {
        this.#again = false;
        await this.#request();
      } while (this.#again && this.usable());
    } finally {
      this.#requesting = false;
    }
    this.#schedule();
  }

  async #request(): Promise<void> {
    const { queue, clock, owner } = this.#options;
    owner.releaseReserved();
    const views = this.#views();
    const now = clock.monotonic();
    const size = sum(views.map((view) => view.size));
    const renew = this.#unsure || now - this.#requestedAt >= queue.renewEveryMs;
    const serves = views.flatMap((view) => view.serves(this.#wanted.has(view.name)));
    const served = serves.map(({ name }) => name).join(' ');
    const isReady = served !== this.#served && views.some(({ hasWaiting }) => hasWaiting);
    const isDue =
      now >= this.#pacedUntil || (this.#next?.isOwn === true && now >= this.#next.dueAt - queue.leadMs() - 1);
    const offered = views.flatMap((view) => view.offers(renew).map((offer) => ({ view, offer })));
    if (offered.length === 0 && !(renew && size > 0) && !isReady && !isDue && !this.#asked) return;
    this.#asked = false;
    const offers = offered.map(({ offer }) => offer);
    const taken = this.#unsure ? { taken: new Map(views.flatMap((view) => [...view.taken()])) } : {};
    this.#requestedAt = now;
    this.#served = served;
    const others = Math.max(0, size - offers.length);
    const pace = { shortage: owner.shortage(), mayWait: this.#mayWait(now) };
    const reply = await queue.request({ offers, serves, ...pace, others, ...taken }).catch(() => undefined);
    if (reply === undefined) return this.#failed();
    this.#unsure = false;
    this.#failures = 0;
    for (const [index, { view, offer }] of offered.entries()) {
      view.apply(offer, reply.states[index] ?? unknown, { sentAt: now, at: reply.at });
    }
    this.#adopt(reply);
    if (offers.length >= mostOffers) this.#again = true;
  }

  #failed(): void {
    this.#unsure = true;
    this.#failures += 1;
    if (this.#failures >= failuresInARow) this.#aloneUntil = this.#options.clock.monotonic() + aloneMs;
    this.#changed();
  }

  /** How long the calls of each of this instance's groups may wait, whether calls are short or not: others may know more. */
  #mayWait(now: number): QueueRequest['mayWait'] {
    const { owner } = this.#options;
    const waiting = owner.queues.flatMap((queue) => {
      const { shared } = queue;
      if (shared?.hasWaiting !== true) return [];
      const { day, minute } = owner.pacedUntil(queue);
      return [[shared.name, { day: Math.max(0, day - now), minute: Math.max(0, minute - now) }] as const];
    });
    return new Map(waiting);
  }

  #adopt({ call, next, refusedForMs, pacedForMs = Infinity, wanted }: QueueReply): void {
    const { clock, owner } = this.#options;
    this.#pacedUntil = clock.monotonic() + pacedForMs;
    this.#wanted = new Set(wanted);
    this.#next = next && { dueAt: clock.monotonic() + next.dueInMs, isOwn: next.isOwn };
    // First, because it may be the day's last call: its lookups are not refused.
    if (call !== undefined) void this.#send(call);
    if (refusedForMs !== undefined) owner.releaseAll(refusedForMs);
  }

  async #send(call: TakenCall): Promise<void> {
    const { group, lookups, permit } = call;
    const { clock, owner, queue } = this.#options;
    const member = owner.queues.find(({ shared }) => shared !== undefined && isOf(shared, group));
    const throttles = owner.throttles();
    const dueAt = clock.monotonic() + permit.dueInMs;
    const latestAt = this.#lateness.latestAt(dueAt);
    // The permit was reserved before the upstream answered 429: the call would be too early.
    const mayLeave = () => throttles === owner.throttles() && clock.monotonic() <= latestAt;
    if (member === undefined) for (const { key } of lookups) queue.release(group, key);
    if ((await member?.dispatchTaken(call, dueAt, mayLeave)) === true) return this.#lateness.inTime();
    permit.refund();
    this.#lateness.ended(clock.monotonic() > latestAt);
    owner.wake();
  }

  #heard(hints: readonly QueueHint[]): void {
    const { owner } = this.#options;
    let ask = hints.length === 0;
    if (ask) this.#asked = true;
    for (const { kind, group, key } of hints) {
      const view = this.#views().find((one) => isOf(one, group));
      if (view?.heard(kind, key) === true) ask = true;
    }
    if (ask) owner.wake();
  }

  #changed(): void {
    if (this.usable()) this.#lostAt = undefined;
    else {
      this.#lostAt ??= this.#options.clock.monotonic();
      this.#unsure = true;
      this.#next = undefined;
      if (this.isAlone()) for (const view of this.#views()) view.alone();
    }
    this.#options.onChange();
    this.#schedule();
  }

  /** Waiters have timers of their own: the queue alone must not keep the process alive. */
  #schedule(): void {
    const { clock, owner } = this.#options;
    clearTimeout(this.#timer);
    const inMs = this.#nextAt() - clock.monotonic();
    if (inMs === Infinity) return;
    const then = () => (this.usable() ? owner.wake() : this.#changed());
    this.#timer = setTimeout(then, Math.max(0, Math.ceil(inMs))).unref();
  }

  /** When to renew, to take the lookups of the next call, or to go on alone or no longer (monotonic). */
  #nextAt(): number {
    const { queue } = this.#options;
    if (!this.#views().some(({ size }) => size > 0) && this.#next?.isOwn !== true) return Infinity;
    if (!this.usable())
      return this.isAlone()
        ? finiteAfter(this.#aloneUntil, this.#options.clock.monotonic())
        : (this.#lostAt ?? 0) + graceMs;
    const dueAt = this.#next?.isOwn === true ? this.#next.dueAt - queue.leadMs() : Infinity;
    return Math.min(this.#requestedAt + queue.renewEveryMs, this.#pacedUntil, dueAt);
  }

  #views(): readonly SharedView[] {
    return this.#options.owner.queues.flatMap(({ shared }) => shared ?? []);
  }
}

/** The time, unless it has passed. */
function finiteAfter(at: number, now: number): number {
  return at > now ? at : Infinity;
}

const unknown: OfferState = { kind: 'waiting' };

function isOf({ name }: SharedView, group: string): boolean {
  return group === name || group.startsWith(`${name}~`);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

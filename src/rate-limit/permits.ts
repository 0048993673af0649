import type { Clock } from '../clock.ts';
import { createDayCount, type DayCount } from './day-count.ts';
import { createThrottle, throttling, type Throttle } from './throttle.ts';

/** A reserved call. It falls due in `dueInMs`; the call may leave then and not before. Below 0 when it was due already. */
export type Permit = {
  readonly dueInMs: number;
  /** Gives the permit back because no byte of the call left: the next reservation may have it, and the day is not charged. */
  refund(): void;
};

/** Why there is no permit, and when asking again makes sense. */
export type Refusal = { readonly refused: 'BUSY' | 'DAY_QUOTA'; readonly retryAfterMs: number };

/** What is left of an account's allowance. */
export type Quota = {
  /** The rate in force now, which throttling may have lowered. */
  readonly perSecond: number;
  /** Absent when the day is not limited. */
  readonly perDay?: number;
  readonly usedToday: number;
  /** Wall clock of the next UTC midnight, when the day's count starts anew. */
  readonly resetsAt: number;
};

/** The right to make calls: one every so often, so many a day. An adapter may share it between processes. */
export interface Permits {
  /** Reserves the next permit, if it falls due within `withinMs`; an unlimited wait is `Infinity`. */
  reserve(withinMs: number): Promise<Permit | Refusal>;
  /** When a permit reserved now would fall due, in milliseconds; for estimates only. */
  dueInMs(): number;
  /** Milliseconds between two permits at the rate in force. */
  spacingMs(): number;
  /**
   * The upstream answered 429: the rate is halved for a minute and recovers slowly; no permit falls due before the
   * asked wait (at most a minute) is over. Returns whether that is the lowest rate there is.
   */
  throttled(retryAfterMs: number | undefined): boolean;
  /** The upstream told its rate (calls per second). */
  learned(perSecond: number): void;
  quota(): Quota;
}

/** The allowance an account starts with. */
export type Allowance = {
  readonly perSecond: number;
  /** How many calls may leave together after a pause. */
  readonly burst: number;
  readonly perDay?: number;
};

/**
 * The lowest rate there is, in calls per second: about one a day. The waits of anything slower would fit neither a timer
 * nor a GraphQL `Int`.
 */
export const leastPerSecond = 0.000_01;

/** The highest rate that can be configured, or told by an upstream, in calls per second. */
export const mostPerSecond = 10_000;

/** Whether a rate that somebody else told may be followed. */
export function isRate(perSecond: number): boolean {
  return perSecond >= leastPerSecond && perSecond <= mostPerSecond;
}

/** Calls are spaced by 1.02 / rate, because the upstream measures at its own end of the network. */
export const spacingMargin = 1.02;

/** What permits can be handed to begin with. */
export type PermitsStart = {
  /** Counts from zero when absent, and forgets with the process. */
  readonly day?: DayCount;
  /** At full rate when absent. */
  readonly throttle?: Throttle;
  /** Nothing falls due earlier. */
  readonly firstInMs?: number;
};

/** Permits of one process: GCRA, so that a permit is a reservation with a due time and no window lets a burst through. */
export function createPermits(allowance: Allowance, clock: Clock, start: PermitsStart = {}): Permits {
  const { day = createDayCount(clock), throttle = createThrottle(clock), firstInMs = 0 } = start;
  let rate = allowance.perSecond;
  let theoreticalArrival = -Infinity;
  let blockedUntil = firstInMs > 0 ? clock.monotonic() + firstInMs : -Infinity;

  const spacingMs = () => (spacingMargin * 1000) / (rate * throttle.share());
  const dueAt = (now: number) => {
    const tolerance = (allowance.burst - 1) * spacingMs();
    return Math.max(now, blockedUntil, theoreticalArrival - tolerance);
  };

  return {
    async reserve(withinMs) {
      if (allowance.perDay !== undefined && day.used() >= allowance.perDay) {
        return { refused: 'DAY_QUOTA', retryAfterMs: Math.max(0, day.resetsAt() - clock.wall()) };
      }
      const now = clock.monotonic();
      const due = dueAt(now);
      if (due - now > withinMs) return { refused: 'BUSY', retryAfterMs: due - now };
      const before = theoreticalArrival;
      const after = Math.max(theoreticalArrival, due) + spacingMs();
      const charged = day.charge();
      theoreticalArrival = after;
      return {
        dueInMs: due - now,
        refund() {
          // A later reservation stands on this one: giving the slot back would let two calls leave together.
          if (theoreticalArrival === after) theoreticalArrival = before;
          day.refund(charged);
        },
      };
    },
    dueInMs() {
      const now = clock.monotonic();
      return dueAt(now) - now;
    },
    spacingMs,
    throttled(retryAfterMs) {
      const lowest = throttle.halve();
      const now = clock.monotonic();
      blockedUntil = Math.max(blockedUntil, now + Math.min(throttling.pauseCapMs, retryAfterMs ?? 0));
      theoreticalArrival = Math.max(theoreticalArrival, now + spacingMs());
      return lowest;
    },
    learned(perSecond) {
      if (isRate(perSecond)) rate = perSecond;
    },
    quota: () => ({
      perSecond: rate * throttle.share(),
      ...(allowance.perDay !== undefined && { perDay: allowance.perDay }),
      usedToday: day.used(),
      resetsAt: day.resetsAt(),
    }),
  };
}

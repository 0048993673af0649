import type { Clock } from '../clock.ts';
import { createDayCount, type DayCount } from './day-count.ts';
import { createThrottle, throttling, type Throttle } from './throttle.ts';

/** A reserved call. The call may leave in `dueInMs` and not before; negative when the permit is already due. */
export type Permit = {
  readonly dueInMs: number;
  /** Returns the permit because no byte of the call was sent: the next reservation may use it, and the day is not charged. */
  refund(): void;
};

/** Why there is no permit, and when to try again. */
export type Refusal = { readonly refused: 'BUSY' | 'DAY_QUOTA'; readonly retryAfterMs: number };

/** The rest of an account's allowance. */
export type Quota = {
  /** The current rate, which throttling may have lowered. */
  readonly perSecond: number;
  /** Absent when the day is not limited. */
  readonly perDay?: number;
  readonly usedToday: number;
  /** The calls of other instances are not known yet: `usedToday` may be too low. */
  readonly isProvisional?: true;
  /** Wall clock of the next UTC midnight, when the day's count restarts. */
  readonly resetsAt: number;
};

/** A quota, and whether calls wait so that it lasts for the day. */
export type PacedQuota = Quota & {
  /** The calls of the whole day at the pace of the last quarter of an hour; absent when the day is not limited. */
  readonly projectedToday?: number;
  /** `READY`: calls wait as soon as the day's calls would run out; `ACTIVE`: they wait now. */
  readonly pacing: 'OFF' | 'READY' | 'ACTIVE';
};

/** The right to make calls at a rate, and a number of calls a day. An implementation may share it between processes. */
export interface Permits {
  /** Reserves the next permit if it falls due within `withinMs`; `Infinity` for an unlimited wait. */
  reserve(withinMs: number): Promise<Permit | Refusal>;
  /** When a permit reserved now would fall due, in milliseconds; for estimates only. */
  dueInMs(): number;
  /** Milliseconds between two permits at the rate in force. */
  spacingMs(): number;
  /**
   * The upstream answered 429: the rate is halved for a minute and recovers slowly; no permit falls due before the
   * requested wait (at most a minute) has passed. Returns whether this is the lowest rate.
   */
  throttled(retryAfterMs: number | undefined): boolean;
  /** The upstream reported its rate (calls per second). */
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
 * The lowest rate, in calls per second: about one a day. The waits of a lower rate would fit neither a timer nor a GraphQL
 * `Int`.
 */
export const leastPerSecond = 0.000_01;

/** The highest rate that can be configured, or reported by an upstream, in calls per second. */
export const mostPerSecond = 10_000;

/** Whether a reported rate is within the limits. */
export function isRate(perSecond: number): boolean {
  return perSecond >= leastPerSecond && perSecond <= mostPerSecond;
}

/** Calls are spaced by 1.02 / rate, because the upstream measures at its end of the network. */
export const spacingMargin = 1.02;

/** The start of permits. */
export type PermitsStart = {
  /** If absent, the count starts at zero and ends with the process. */
  readonly day?: DayCount;
  /** If absent, the rate is the full one. */
  readonly throttle?: Throttle;
  /** No permit falls due earlier. */
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
          // After a later reservation, a returned slot would let two calls leave together.
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

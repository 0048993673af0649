import { randomUUID } from 'node:crypto';
import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { createDayCount } from '../rate-limit/day-count.ts';
import { createPermits, spacingMargin, type Allowance, type Permits } from '../rate-limit/permits.ts';
import { throttling, type Throttle } from '../rate-limit/throttle.ts';

/** Permits of an instance that cannot reach the others. */
export interface FallbackPermits extends Permits {
  /** Identifies this time without the others. */
  readonly id: string;
  /** When the next call of the whole account may be made, in milliseconds, as far as this instance knows. */
  accountDueInMs(): number;
  /** The shared count of the day as it was last seen, and the calls that this instance has made without the others. */
  known(): {
    readonly day: number;
    readonly used: number;
    readonly usedInFallback: number;
    readonly usedToday: number;
  };
}

/** Options of fallback permits: what the instance knows when it loses Redis. Times are monotonic. */
export type FallbackPermitsOptions = {
  /** The allowance of the whole account. */
  readonly allowance: Allowance;
  /** The shared state as it was last seen; `undefined` when it never was. */
  readonly seen:
    | { readonly instances: number; readonly rank: number; readonly day: number; readonly used: number }
    | undefined;
  readonly clock: Clock;
  readonly report: Report;
  readonly throttle: Throttle;
  /** When the shared state went out of reach. */
  readonly lostAt: number;
  /** When the last permit from it falls due. */
  readonly lastDueAt: number;
};

const daySeconds = 24 * 60 * 60;
/** How many instances may share the account, when the shared state was never seen. */
const assumedInstances = 4;

/**
 * The rate, and the rest of the day's calls, divided by the number of instances last seen. An instance that never saw the
 * shared state spreads the day's calls over the day. The first permit falls due one period after the loss, because other
 * instances may still hold permits, and later for instances of higher rank, so that they do not all start at once.
 */
export function createFallbackPermits(options: FallbackPermitsOptions): FallbackPermits {
  const { allowance, seen, clock, report, throttle, lostAt, lastDueAt } = options;
  const instances = seen?.instances ?? assumedInstances;
  const day = createDayCount(clock, { report, ...(seen !== undefined && { known: seen }) });
  const startDay = day.day();
  const startUsed = day.used();
  const now = clock.monotonic();

  const wholeSpacingMs = (spacingMargin * 1000) / (allowance.perSecond * throttle.share());
  const periodMs = wholeSpacingMs * instances;
  const startAt = lastDueAt > lostAt ? lastDueAt + periodMs : lostAt + periodMs + (seen?.rank ?? 0) * wholeSpacingMs;
  const usedBefore = () => (day.day() === startDay ? startUsed : 0);
  const permits = createPermits(partOf(allowance, seen === undefined, instances, usedBefore), clock, {
    day,
    throttle,
    firstInMs: seen === undefined ? 0 : startAt - now,
  });

  let blockedUntil = -Infinity;
  let dues: readonly number[] = [now];

  return {
    ...permits,
    id: randomUUID(),
    async reserve(withinMs) {
      const permit = await permits.reserve(withinMs);
      if ('refused' in permit) return permit;
      const dueAt = clock.monotonic() + permit.dueInMs;
      dues = [...dues.slice(-1), dueAt];
      return {
        ...permit,
        refund() {
          dues = dues.filter((one) => one !== dueAt);
          permit.refund();
        },
      };
    },
    throttled(retryAfterMs) {
      blockedUntil = clock.monotonic() + Math.min(throttling.pauseCapMs, retryAfterMs ?? 0);
      return permits.throttled(retryAfterMs);
    },
    accountDueInMs() {
      // A permit that is due later is refunded: the account is shared again before.
      const soon = clock.monotonic() + wholeSpacingMs;
      const lastAt = Math.max(...dues.filter((dueAt) => dueAt <= soon), -Infinity);
      return Math.max(0, lastAt + wholeSpacingMs - clock.monotonic(), blockedUntil - clock.monotonic());
    },
    learned(rate) {
      permits.learned(rate / instances);
    },
    known() {
      const used = usedBefore();
      const usedToday = day.used();
      // After the clock was set back, the calls still belong to the day that the others count.
      return { day: Math.max(day.day(), seen?.day ?? 0), used, usedInFallback: usedToday - used, usedToday };
    },
  };
}

/** One instance's part of the rate, and of the calls that were left when it lost Redis. */
function partOf(whole: Allowance, neverSeen: boolean, instances: number, usedBefore: () => number): Allowance {
  const { perDay } = whole;
  const perSecond = whole.perSecond / instances;
  if (perDay === undefined) return { perSecond, burst: 1 };
  if (neverSeen) return { perSecond: Math.min(whole.perSecond, perDay / daySeconds), burst: 1, perDay };
  return {
    perSecond,
    burst: 1,
    get perDay() {
      const used = usedBefore();
      return used + Math.floor(Math.max(0, perDay - used) / instances);
    },
  };
}

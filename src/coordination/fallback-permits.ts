import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { createDayCount } from '../rate-limit/day-count.ts';
import { createPermits, spacingMargin, type Allowance, type Permits } from '../rate-limit/permits.ts';
import type { Throttle } from '../rate-limit/throttle.ts';

/** Permits of an instance that has lost sight of the others. */
export interface FallbackPermits extends Permits {
  /** The day as it was last seen shared, and the calls made alone in it. */
  known(): { readonly day: number; readonly used: number; readonly alone: number; readonly usedToday: number };
}

/** What an instance knows when it is left alone. Times are monotonic. */
export type FallbackPermitsOptions = {
  /** The whole account's. */
  readonly allowance: Allowance;
  /** The shared state as it was last seen; absent when it never was. */
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
/** How many may share an account that has no day limit to go by, when nobody was ever seen. */
const assumedInstances = 4;

/**
 * The rate, and what is left of the day, divided by the instances last seen; one that never saw any spreads the day's
 * calls over the day. It begins one period after the loss, because the others may still have permits that fall due,
 * and each instance by its rank later, so that they do not all begin at once.
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

  return {
    ...permits,
    learned(rate) {
      permits.learned(rate / instances);
    },
    known() {
      const used = usedBefore();
      const usedToday = day.used();
      // A clock that was set back does not make the calls those of a day that is over for the others.
      return { day: Math.max(day.day(), seen?.day ?? 0), used, alone: usedToday - used, usedToday };
    },
  };
}

/** One instance's part of the rate, and of what was left of the day when it was left alone. */
function partOf(whole: Allowance, unseen: boolean, instances: number, usedBefore: () => number): Allowance {
  const { perDay } = whole;
  const perSecond = whole.perSecond / instances;
  if (perDay === undefined) return { perSecond, burst: 1 };
  if (unseen) return { perSecond: Math.min(whole.perSecond, perDay / daySeconds), burst: 1, perDay };
  return {
    perSecond,
    burst: 1,
    get perDay() {
      const used = usedBefore();
      return used + Math.floor(Math.max(0, perDay - used) / instances);
    },
  };
}

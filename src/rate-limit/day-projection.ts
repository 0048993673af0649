import type { Clock } from '../clock.ts';
import { spacingMargin, type Quota } from './permits.ts';
import { RecentCalls } from './recent-calls.ts';

/** How the calls of an account's day compare with its time. */
export type DayProjection = {
  /** The calls of the whole UTC day, if they go on at the pace of the last quarter of an hour. */
  readonly calls: number;
  /** Whether the day's calls would run out before the day does. */
  readonly isShort: boolean;
  /**
   * Whether the last minute used most of the calls that the rate allows, and the day's calls would run out at that pace. A
   * busy minute says this long before a quarter of an hour does.
   */
  readonly isShortNow: boolean;
};

const windowMs = 15 * 60_000;
const minuteMs = 60_000;
/** Fewer calls than this are no pace. */
const leastCalls = 10;
/** The share of the calls that the rate allows in a minute, from which on the minute counts as busy. */
const busyShare = 0.75;

/**
 * Projects the use of one account's day. `quota` counts the calls of all instances that share the account.
 *
 * @returns a function that reads the projection; it returns `undefined` when the day is not limited
 */
export function createDayProjection(quota: () => Quota, clock: Clock): () => DayProjection | undefined {
  const quarter = new RecentCalls(windowMs);
  const minute = new RecentCalls(minuteMs);
  let resetsAt: number | undefined;

  return () => {
    const current = quota();
    const { perDay, perSecond, usedToday: used } = current;
    if (perDay === undefined) return undefined;
    // The calls that others have made before must not be taken for a pace when they become known.
    if (current.isProvisional === true) return { calls: used, isShort: false, isShortNow: false };
    const now = clock.monotonic();
    if (resetsAt !== current.resetsAt) {
      for (const window of [quarter, minute]) window.restart(now, resetsAt === undefined ? used : 0);
      resetsAt = current.resetsAt;
    }
    const leftMs = Math.max(0, current.resetsAt - clock.wall());
    const [recent, latest] = [quarter.calls(now, used), minute.calls(now, used)];
    const calls = used + (recent / windowMs) * leftMs;
    const callsNow = used + (latest / minuteMs) * leftMs;
    const busy = Math.max(leastCalls, (busyShare * minuteMs * perSecond) / (spacingMargin * 1_000));
    return {
      calls,
      isShort: recent >= leastCalls && calls > perDay,
      isShortNow: latest >= busy && callsNow > perDay,
    };
  };
}

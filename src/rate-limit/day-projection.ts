import type { Clock } from '../clock.ts';
import type { Quota } from './permits.ts';

/** How the calls of an account's day compare with its time. */
export type DayProjection = {
  /** The calls of the whole UTC day, if they go on at the pace of the last quarter of an hour. */
  readonly calls: number;
  /** Whether the day's calls would run out before the day does. */
  readonly isShort: boolean;
};

const windowMs = 15 * 60_000;
/** Samples are at least this far apart. */
const sampleMs = 30_000;
/** Fewer calls than this in a quarter of an hour are no pace. */
const leastCalls = 10;

type Sample = { readonly at: number; readonly used: number };

/**
 * Projects the use of one account's day. `quota` counts the calls of all instances that share the account.
 *
 * @returns a function that reads the projection; it returns `undefined` when the day is not limited
 */
export function createDayProjection(quota: () => Quota, clock: Clock): () => DayProjection | undefined {
  /** Oldest first; at most one is older than the window. */
  let samples: Sample[] = [];
  let resetsAt: number | undefined;
  let used = 0;

  function observe(current: Quota, now: number): void {
    if (resetsAt === undefined) samples = [{ at: now, used: current.usedToday }];
    else if (resetsAt !== current.resetsAt) samples = [{ at: now, used: 0 }];
    resetsAt = current.resetsAt;
    used = current.usedToday;
    if (now - (samples.at(-1)?.at ?? now) >= sampleMs) samples.push({ at: now, used });
    while (samples[1] !== undefined && now - samples[1].at >= windowMs) samples.shift();
  }

  return () => {
    const current = quota();
    if (current.perDay === undefined) return undefined;
    // The calls that others have made before must not be taken for a pace when they become known.
    if (current.isProvisional === true) return { calls: current.usedToday, isShort: false };
    const now = clock.monotonic();
    observe(current, now);
    // Since the start, if that is later: its first calls must not be taken for a high pace.
    const recent = Math.max(0, used - usedAt(now - windowMs, samples));
    const leftMs = Math.max(0, current.resetsAt - clock.wall());
    const calls = used + (recent / windowMs) * leftMs;
    return {
      calls,
      isShort: recent >= leastCalls && calls > current.perDay,
    };
  };
}

/** The count at a time, between the two samples around it: calls that nobody saw are spread over the pause. */
function usedAt(time: number, [before, after]: readonly Sample[]): number {
  if (before === undefined || after === undefined || time <= before.at) return before?.used ?? 0;
  return before.used + ((after.used - before.used) * (time - before.at)) / (after.at - before.at);
}

import type { Permits } from '../../../rate-limit/permits.ts';

/**
 * The share of the spacing by which a call may be late: permits are spaced by that much more than the rate requires.
 */
const lateShare = 0.02;
const timerSlackMs = 5;
/** After this many missed permits a call is sent late: a process that is always late must still make calls. */
const missedInARow = 3;

/** How late a call may be sent. */
export interface Lateness {
  /**
   * The latest time for a call that is due at `dueAt`: a later one is too close to the next one, whose spacing starts when
   * this one was due.
   */
  latestAt(dueAt: number): number;
  /** A call was sent. */
  inTime(): void;
  /** A permit was refunded, perhaps because the process woke up too late. */
  ended(isLate: boolean): void;
}

/** Counts the missed permits of an account. */
export function createLateness(permits: Permits): Lateness {
  let missed = 0;
  return {
    latestAt: (dueAt) =>
      missed < missedInARow ? dueAt + Math.max(timerSlackMs, lateShare * permits.spacingMs()) : Infinity,
    inTime() {
      missed = 0;
    },
    ended(isLate) {
      missed = isLate ? missed + 1 : 0;
    },
  };
}

import type { Clock } from './clock.ts';
import type { AccountLedger } from './day-ledger.ts';

/** Milliseconds of a UTC day, which knows no leap seconds. */
export const dayMs = 24 * 60 * 60 * 1000;

/** The UTC day of a wall clock's time, counted from the epoch. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / dayMs);
}

/** One account's calls of the current UTC day. */
export interface DayCount {
  /** The day that is being counted. A wall clock set back does not bring yesterday back: its calls are spent. */
  day(): number;
  used(): number;
  /** Counts a call and returns the day it was charged to. Written down before this returns, where there is a ledger. */
  charge(): number;
  /** Takes back a call that was charged to `day` and never left. */
  refund(day: number): void;
  /** Wall clock of the next UTC midnight. */
  resetsAt(): number;
}

/** Where a count begins, when something is known already. */
export type DayCountStart = {
  readonly known?: { readonly day: number; readonly used: number };
  readonly kept?: AccountLedger | undefined;
};

/** A count that goes on from what is known, or from what its ledger holds. */
export function createDayCount(clock: Clock, { known, kept }: DayCountStart = {}): DayCount {
  let day = -1;
  let used = 0;
  /** What the ledger has not been told, because it could not be written. */
  let unwritten = 0;

  const turn = () => {
    const today = dayOf(clock.wall());
    if (today <= day) return;
    day = today;
    used = Math.max(known?.day === today ? known.used : 0, kept?.ledger.read(kept.account, today) ?? 0);
    unwritten = 0;
  };
  const count = (by: number) => {
    used = Math.max(0, used + by);
    if (kept === undefined) return;
    const total = kept.ledger.add(kept.account, day, unwritten + by);
    unwritten = total === undefined ? unwritten + by : 0;
    // Another process may count in the same ledger; what this one knows counts even where the ledger forgot it.
    used = Math.max(used, total ?? 0);
  };

  return {
    day() {
      turn();
      return day;
    },
    used() {
      turn();
      return used;
    },
    charge() {
      turn();
      count(1);
      return day;
    },
    refund(charged) {
      turn();
      if (charged === day) count(-1);
    },
    resetsAt() {
      turn();
      return (day + 1) * dayMs;
    },
  };
}

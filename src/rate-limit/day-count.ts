import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import type { AccountLedger } from './day-ledger.ts';

/** Milliseconds of a UTC day, without leap seconds. */
export const dayMs = 24 * 60 * 60 * 1000;

/** The UTC day of a wall clock's time, counted from the epoch. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / dayMs);
}

/** One account's calls of the current UTC day. */
export interface DayCount {
  /**
   * The day that is counted. A wall clock that is set back over midnight does not return to the day before, whose calls
   * are used. When the clock jumps by more than a day, the count continues under the new date.
   */
  day(): number;
  used(): number;
  /** Counts a call, in the ledger too before this returns if there is one. Returns the day of the count. */
  charge(): number;
  /** Uncounts a call that was charged to `day` and was not sent. */
  refund(day: number): void;
  /** Wall clock of the next UTC midnight. */
  resetsAt(): number;
}

/** The start of a count. */
export type DayCountStart = {
  readonly known?: { readonly day: number; readonly used: number };
  readonly kept?: AccountLedger | undefined;
  /** Receives a `clock-error` event when the clock jumps. */
  readonly report?: Report;
};

/** A count that starts from a known one, or from its ledger. */
export function createDayCount(clock: Clock, { known, kept, report = ignore }: DayCountStart = {}): DayCount {
  let day = known?.day ?? -1;
  let used = known?.used ?? 0;
  /** Calls that could not be written to the ledger yet. */
  let unwritten = 0;
  /** Wall clock minus monotonic clock; it changes only when the wall clock is set. */
  let lead = clock.wall() - clock.monotonic();

  const update = () => {
    const wall = clock.wall();
    const today = dayOf(wall);
    const jumped = Math.abs(wall - clock.monotonic() - lead) > dayMs;
    lead = wall - clock.monotonic();
    const isNew = day < 0 || (today > day && !jumped);
    if (!isNew && (today === day || today === day - 1)) return;
    if (!isNew) {
      const days = today - day;
      const message = `the clock jumped ${days > 0 ? 'forward' : 'back'} by ${Math.abs(days)} days; the day’s count continues`;
      report({ type: 'clock-error', days, message });
    }
    day = today;
    const written = kept?.ledger.read(kept.account, today) ?? 0;
    used = isNew ? written : Math.max(used, written);
    unwritten = used - written;
  };
  const count = (by: number) => {
    used = Math.max(0, used + by);
    if (kept === undefined) return;
    const total = kept.ledger.add(kept.account, day, unwritten + by);
    unwritten = total === undefined ? unwritten + by : 0;
    // Another process may count in the same ledger; the higher count holds, also where the ledger has lost calls.
    used = Math.max(used, total ?? 0);
  };

  return {
    day() {
      update();
      return day;
    },
    used() {
      update();
      // Retries the write, although no further call is made.
      if (unwritten !== 0) count(0);
      return used;
    },
    charge() {
      update();
      count(1);
      return day;
    },
    refund(charged) {
      update();
      if (charged === day) count(-1);
    },
    resetsAt() {
      update();
      return (day + 1) * dayMs;
    },
  };
}

function ignore(): void {
  // There is no listener.
}

import type { Clock } from './clock.ts';

/** A reserved call. It falls due in `dueInMs`; the call may leave then and not before. */
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

const spacingMargin = 1.02;
const lowestShare = 1 / 16;
const throttledForMs = 60_000;
const recoveryStepMs = 30_000;
const retryAfterCapMs = 60_000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Permits of one process: GCRA, so that a permit is a reservation with a due time and no window lets a burst through.
 * Calls are spaced by 1.02 / rate, because the upstream measures at its own end of the network.
 */
export function createPermits(allowance: Allowance, clock: Clock): Permits {
  let rate = allowance.perSecond;
  let share = 1;
  let shareRisesAt = Infinity;
  let theoreticalArrival = -Infinity;
  let blockedUntil = -Infinity;
  let day = dayOf(clock.wall());
  let usedToday = 0;

  const recover = () => {
    const now = clock.monotonic();
    while (share < 1 && now >= shareRisesAt) {
      share = Math.min(1, share * 1.25);
      shareRisesAt = share < 1 ? shareRisesAt + recoveryStepMs : Infinity;
    }
  };
  const spacingMs = () => {
    recover();
    return (spacingMargin * 1000) / (rate * share);
  };
  const dueAt = (now: number) => {
    const tolerance = (allowance.burst - 1) * spacingMs();
    return Math.max(now, blockedUntil, theoreticalArrival - tolerance);
  };
  const turnDay = () => {
    const today = dayOf(clock.wall());
    // A wall clock set back must not hand out the same day twice.
    if (today > day) {
      day = today;
      usedToday = 0;
    }
  };

  return {
    async reserve(withinMs) {
      turnDay();
      if (allowance.perDay !== undefined && usedToday >= allowance.perDay) {
        return { refused: 'DAY_QUOTA', retryAfterMs: Math.max(0, (day + 1) * dayMs - clock.wall()) };
      }
      const now = clock.monotonic();
      const due = dueAt(now);
      if (due - now > withinMs) return { refused: 'BUSY', retryAfterMs: due - now };
      const before = theoreticalArrival;
      const after = Math.max(theoreticalArrival, due) + spacingMs();
      const chargedDay = day;
      theoreticalArrival = after;
      usedToday += 1;
      return {
        dueInMs: due - now,
        refund() {
          // A later reservation stands on this one: giving the slot back would let two calls leave together.
          if (theoreticalArrival === after) theoreticalArrival = before;
          if (day === chargedDay) usedToday -= 1;
        },
      };
    },
    dueInMs() {
      const now = clock.monotonic();
      return dueAt(now) - now;
    },
    spacingMs,
    throttled(retryAfterMs) {
      recover();
      share = Math.max(lowestShare, share / 2);
      shareRisesAt = clock.monotonic() + throttledForMs;
      const pauseMs = Math.min(retryAfterCapMs, retryAfterMs ?? 0);
      blockedUntil = Math.max(blockedUntil, clock.monotonic() + pauseMs);
      theoreticalArrival = Math.max(theoreticalArrival, clock.monotonic() + spacingMs());
      return share === lowestShare;
    },
    learned(perSecond) {
      if (Number.isFinite(perSecond) && perSecond > 0) rate = perSecond;
    },
    quota() {
      turnDay();
      recover();
      return {
        perSecond: rate * share,
        ...(allowance.perDay !== undefined && { perDay: allowance.perDay }),
        usedToday,
        resetsAt: (day + 1) * dayMs,
      };
    },
  };
}

function dayOf(wallMs: number): number {
  return Math.floor(wallMs / dayMs);
}

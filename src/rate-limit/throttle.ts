import type { Clock } from '../clock.ts';

/** After a 429 the rate is halved for a minute, then rises by a quarter every half minute. */
export const throttling = {
  lowestShare: 1 / 16,
  heldMs: 60_000,
  recoveryStepMs: 30_000,
  recoveryFactor: 1.25,
  /** The highest `Retry-After` that is followed. */
  pauseCapMs: 60_000,
} as const;

/** The share of its rate that an account uses after throttling. */
export interface Throttle {
  /** The current share of the full rate, above 0 and at most 1. */
  share(): number;
  /** Until the share rises; `Infinity` at full rate. */
  risesInMs(): number;
  /** The upstream answered 429. Returns whether the share is now the lowest. */
  halve(): boolean;
  /** Adopts the state of another instance. */
  adopt(share: number, risesInMs: number): void;
}

/** A throttle at full rate. */
export function createThrottle(clock: Clock): Throttle {
  let share = 1;
  let risesAt = Infinity;

  const recover = () => {
    const now = clock.monotonic();
    while (share < 1 && now >= risesAt) {
      share = Math.min(1, share * throttling.recoveryFactor);
      risesAt = share < 1 ? risesAt + throttling.recoveryStepMs : Infinity;
    }
    return share;
  };

  return {
    share: recover,
    risesInMs: () => (recover() < 1 ? risesAt - clock.monotonic() : Infinity),
    halve() {
      share = Math.max(throttling.lowestShare, recover() / 2);
      risesAt = clock.monotonic() + throttling.heldMs;
      return share === throttling.lowestShare;
    },
    adopt(known, risesInMs) {
      share = Math.min(1, Math.max(throttling.lowestShare, known));
      // The other machine's clock may be wrong; no share lasts longer than this.
      risesAt = share < 1 ? clock.monotonic() + Math.min(throttling.heldMs, Math.max(0, risesInMs)) : Infinity;
    },
  };
}

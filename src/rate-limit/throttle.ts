import type { Clock } from '../clock.ts';

/** What a 429 costs: the rate is halved for a minute, then rises by a quarter every half minute. */
export const throttling = {
  lowestShare: 1 / 16,
  heldMs: 60_000,
  recoveryStepMs: 30_000,
  recoveryFactor: 1.25,
  /** The longest wait that an upstream's `Retry-After` is granted. */
  pauseCapMs: 60_000,
} as const;

/** How much of its rate an account uses after it was told to slow down. */
export interface Throttle {
  /** Share of the full rate in force now, above 0 and at most 1. */
  share(): number;
  /** Until the share rises; `Infinity` at full rate. */
  risesInMs(): number;
  /** The upstream answered 429. Returns whether the share is now the lowest there is. */
  halve(): boolean;
  /** Takes over what another instance knows. */
  adopt(share: number, risesInMs: number): void;
}

/** A throttle that is not throttling yet. */
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
      // The other machine's clock may be wrong; no share is held longer than this.
      risesAt = share < 1 ? clock.monotonic() + Math.min(throttling.heldMs, Math.max(0, risesInMs)) : Infinity;
    },
  };
}

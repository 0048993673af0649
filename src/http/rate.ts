/** Takes one permit: `undefined` when it was available, else the milliseconds until one is. */
export type Rate = () => number | undefined;

/**
 * A rate limiter (GCRA) whose whole state is one number: `perSecond`, evenly spaced, and up to `burst` at once after a
 * pause.
 *
 * @param now monotonic milliseconds
 */
export function createRate(perSecond: number, burst: number, now: () => number): Rate {
  const spacingMs = 1000 / perSecond;
  let theoreticalArrival = -Infinity;
  return () => {
    const at = now();
    const waitMs = theoreticalArrival - (burst - 1) * spacingMs - at;
    if (waitMs > 0) return waitMs;
    theoreticalArrival = Math.max(theoreticalArrival, at) + spacingMs;
    return undefined;
  };
}

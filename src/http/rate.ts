/** Takes one of what is allowed: `undefined` when there was one, else the milliseconds until there is. */
export type Rate = () => number | undefined;

/**
 * So many a second, evenly; after a pause up to `burst` at once. Holds one number, however much is asked (GCRA).
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

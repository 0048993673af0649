/** Time as an argument, so that tests can own it. */
export type Clock = {
  /** Milliseconds since the epoch; may jump. */
  readonly wall: () => number;
  /** Milliseconds since an unspecified start; never goes back. */
  readonly monotonic: () => number;
};

/** The machine's own clocks. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The clock stopped at this moment, so that several readings are the same. */
export function standing(clock: Clock): Clock {
  const [wall, monotonic] = [clock.wall(), clock.monotonic()];
  return { wall: () => wall, monotonic: () => monotonic };
}

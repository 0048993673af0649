/** Time as an argument, so that tests can own it. */
export type Clock = {
  /** Milliseconds since the epoch; may jump. */
  readonly wall: () => number;
  /** Milliseconds since some start; never goes back. */
  readonly monotonic: () => number;
};

/** The machine's own clocks. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
};

/** The clock as it stands now: readings that belong together are made once, and are the same. */
export function standing(clock: Clock): Clock {
  const [wall, monotonic] = [clock.wall(), clock.monotonic()];
  return { wall: () => wall, monotonic: () => monotonic };
}

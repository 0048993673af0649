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

import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is told otherwise; wall and monotonic time can be moved apart. */
export type FakeClock = Clock & { advance(ms: number): void; jumpWall(ms: number): void };

/** Starts at noon of 23 November 2026, UTC. */
export function fakeClock(): FakeClock {
  let wall = Date.parse('2026-11-23T12:00:00Z');
  let monotonic = 1_000;
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    advance(ms) {
      wall += ms;
      monotonic += ms;
    },
    jumpWall(ms) {
      wall += ms;
    },
  };
}

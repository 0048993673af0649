import type { NumberRange } from './environment.ts';

/**
 * The allowed rates in calls per second, from one call in 28 hours to ten thousand a second. The wait for a permit of a
 * slower rate would exceed the range of timers and of GraphQL's `Int`.
 */
export const rates = { from: 0.000_01, to: 10_000 } as const satisfies NumberRange;

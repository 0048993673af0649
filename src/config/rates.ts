import type { NumberRange } from './environment.ts';

/**
 * The rates that can be configured, in calls per second: one in 28 hours to ten thousand a second. The waits of slower
 * ones would fit neither a timer nor a GraphQL `Int`.
 */
export const rates = { from: 0.000_01, to: 10_000 } as const satisfies NumberRange;

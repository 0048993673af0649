/** How long an answer that says "no such product", or one that was not good enough, is believed. */
export const negativeTtlMs = 10 * 60 * 1000;

/** How long an answer that was not good enough is believed while some source failed and may know better soon. */
export const uncertainTtlMs = 60 * 1000;

/** How long the chain is waited for when a stale copy is in hand. */
export const staleWaitMs = 2_000;

/** How long a refresh that nobody waits for may take to find a seat. */
export const refreshDeadlineMs = 5 * 60 * 1000;

/** How often a product must have been asked for since it was fetched to be refreshed before it is over. */
export const askedOften = 3;

/** Between which shares of its life a product is refreshed ahead; where exactly is spread, so that a bulk load does not expire at once. */
export const refreshAheadFrom = 0.75;
export const refreshAheadTo = 0.95;

/** The share of a day's calls that refreshing ahead leaves alone. */
export const dayReserve = 0.2;

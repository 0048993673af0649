/** How long an answer that says "no such product", or one that was not good enough, is believed. */
export const negativeMs = 10 * 60 * 1000;

/** How long an answer that was not good enough is believed while some source failed and may know better soon. */
export const unsureMs = 60 * 1000;

/** How long the chain is waited for when a stale copy is in hand. */
export const staleWaitMs = 2_000;

/** How long a refresh that nobody waits for may take to find a seat. */
export const refreshDeadlineMs = 5 * 60 * 1000;

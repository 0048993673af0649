import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work on one page may keep the event loop before other requests get a turn. */
const sliceMs = 8;

/** Resolves at once while the current slice lasts, and after a turn of the event loop when it is used up. */
export type YieldToEventLoop = () => Promise<void>;

/**
 * Cuts the work on a large page into slices, so that a 3 MB page does not delay requests that are answered from the
 * cache. The time is that of the machine and is not injected: it measures this process's own computing.
 */
export function createYieldToEventLoop(): YieldToEventLoop {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await nextTurn();
    since = performance.now();
  };
}

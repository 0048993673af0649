import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one page may keep the event loop before others get a turn. */
const sliceMs = 8;

/** Resolves at once while the current slice lasts, after a turn of the event loop when it is used up. */
export type Breathe = () => Promise<void>;

/**
 * Work on a large page is cut into slices with this, so that a 3 MB page never blocks requests that are answered from
 * the cache. Time is read from the machine: it measures our own computing, which no test needs to own.
 */
export function createBreathe(): Breathe {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await nextTurn();
    since = performance.now();
  };
}

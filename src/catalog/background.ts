/** Work that goes on behind an answer. */
export interface Background extends AsyncDisposable {
  /** Runs the task unless one is under way for this key. The signal aborts when closing has waited long enough. */
  once(key: string, task: (signal: AbortSignal) => Promise<void>): void;
  /** Keeps track of something already started, so that closing waits for it. */
  track(work: Promise<unknown>): void;
}

/**
 * Background work that closing waits for, but no longer than `graceMs`. Tasks must not reject for what is to be
 * expected; `onError` is told of what was not.
 */
export function createBackground(graceMs: number, onError: (error: unknown) => void): Background {
  const closing = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  const tracked = new Set<Promise<unknown>>();

  const track = (work: Promise<unknown>) => {
    const settled = work
      .catch((error: unknown) => {
        if (!closing.signal.aborted) onError(error);
      })
      .finally(() => tracked.delete(settled));
    tracked.add(settled);
  };

  return {
    once(key, task) {
      if (closing.signal.aborted || underWay.has(key)) return;
      const work = task(closing.signal).finally(() => underWay.delete(key));
      underWay.set(key, work);
      track(work);
    },
    track,
    async [Symbol.asyncDispose]() {
      const timer = setTimeout(() => closing.abort(new Error('closing')), graceMs);
      await Promise.allSettled(tracked);
      clearTimeout(timer);
      closing.abort(new Error('closing'));
    },
  };
}

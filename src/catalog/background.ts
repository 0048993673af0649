/** Work that continues after the answer was sent. */
export interface Background extends AsyncDisposable {
  /** Runs the task unless one with this key is running. The signal aborts when closing has waited `graceMs`. */
  once(key: string, task: (signal: AbortSignal) => Promise<void>): void;
  /** Makes closing wait for work that has already started. */
  track(work: Promise<unknown>): void;
}

/**
 * Background work that closing waits for, at most `graceMs`. A task handles expected failures itself; whatever it
 * rejects with goes to `onError`. `onCut` is called with the number of tasks that closing aborts.
 */
export function createBackground(
  graceMs: number,
  onError: (error: unknown) => void,
  onCut?: (tasks: number) => void,
): Background {
  const closing = new AbortController();
  const running = new Map<string, Promise<void>>();
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
      if (closing.signal.aborted || running.has(key)) return;
      const work = task(closing.signal).finally(() => running.delete(key));
      running.set(key, work);
      track(work);
    },
    track,
    async [Symbol.asyncDispose]() {
      const timer = setTimeout(() => {
        onCut?.(tracked.size);
        closing.abort(new Error('closing'));
      }, graceMs);
      await Promise.allSettled(tracked);
      clearTimeout(timer);
      closing.abort(new Error('closing'));
    },
  };
}

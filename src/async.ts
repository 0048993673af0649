/** A signal that ends the wait early, and whether the wait keeps the process alive (by default it does). */
export type SleepOptions = { readonly signal?: AbortSignal; readonly ref?: boolean };

/**
 * Waits for at least `ms`: timers cut fractions off, so they are rounded up.
 *
 * @throws the signal's reason as soon as it aborts
 */
export function sleep(ms: number, { signal, ref = true }: SleepOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const leave = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      },
      Math.max(0, Math.ceil(ms)),
    );
    if (!ref) timer.unref();
    signal?.addEventListener('abort', leave, { once: true });
  });
}

/** The promise's outcome, or a rejection with the signal's reason as soon as it aborts. The promise itself continues. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** The promise's outcome, or after `ms` the result or the error of `late`. A later outcome of the promise is ignored. */
export function withTimeout<T, L>(promise: Promise<T>, ms: number, late: () => L): Promise<T | L> {
  const { promise: timedOut, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, ms));
  return Promise.race([promise, timedOut.then(late)]).finally(() => clearTimeout(timer));
}

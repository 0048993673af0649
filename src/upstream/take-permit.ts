import type { Permit, Permits, Refusal } from './permits.ts';

/**
 * Reserves a permit that falls due within `withinMs` and waits until it does; a refusal comes back at once. When the
 * signal aborts in the meantime the permit is given back, because no call will leave on it.
 *
 * @throws the signal's reason when it aborts before the permit is due
 */
export async function takePermit(permits: Permits, withinMs: number, signal: AbortSignal): Promise<Permit | Refusal> {
  signal.throwIfAborted();
  const permit = await permits.reserve(withinMs);
  if ('refused' in permit) return permit;
  try {
    await untilDue(permit.dueInMs, signal);
  } catch (reason) {
    permit.refund();
    throw reason;
  }
  return permit;
}

function untilDue(dueInMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (dueInMs <= 0) return resolve();
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    // Timers cut fractions off, and a call that leaves early is a call too many.
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, Math.ceil(dueInMs));
    signal.addEventListener('abort', leave, { once: true });
  });
}

import { sleep } from '../async.ts';
import type { Permit, Permits, Refusal } from './permits.ts';

/**
 * Reserves a permit that falls due within `withinMs` and waits until it does; a refusal comes back at once. When the
 * signal aborts in the meantime the permit is returned, because no call will use it.
 *
 * @throws the signal's reason when it aborts before the permit is due
 */
export async function takePermit(permits: Permits, withinMs: number, signal: AbortSignal): Promise<Permit | Refusal> {
  signal.throwIfAborted();
  const permit = await permits.reserve(withinMs);
  if ('refused' in permit) return permit;
  try {
    signal.throwIfAborted();
    // A call that leaves early breaks the rate; a permit that is due needs no turn of the event loop.
    if (permit.dueInMs > 0) await sleep(permit.dueInMs, { signal });
  } catch (reason) {
    permit.refund();
    throw reason;
  }
  return permit;
}

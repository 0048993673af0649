import type { Upstream } from './upstream.ts';

const patienceMs = 5_000;

/**
 * Posts JSON to somebody else's address, which is a secret itself and told nowhere.
 *
 * @throws when it is not taken with a 2xx in five seconds
 */
export function createWebhook(upstream: Upstream, url: string): (body: string, signal: AbortSignal) => Promise<void> {
  return async (body, signal) => {
    const { status } = await upstream.request({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    });
    if (status < 200 || status > 299) throw new Error(`HTTP ${status}`);
  };
}

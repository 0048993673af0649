import type { Upstream } from './upstream.ts';

const timeoutMs = 5_000;

/**
 * Posts JSON to a configured URL. The URL is a secret, so no error or log repeats it.
 *
 * @throws when there is no response with a 2xx within five seconds
 */
export function createWebhook(upstream: Upstream, url: string): (body: string, signal: AbortSignal) => Promise<void> {
  return async (body, signal) => {
    const { status } = await upstream.request({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (status < 200 || status > 299) throw new Error(`HTTP ${status}`);
  };
}

import type { IncomingMessage } from 'node:http';

/** Whether a request comes from no web page, or from a page that may use the gateway. */
export type OriginCheck = (request: Pick<IncomingMessage, 'headers'>) => boolean;

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Every browser names the page that sends a POST. A listed origin may; so may a page of this gateway on the loopback
 * interface. The same host alone is no proof: by DNS rebinding, a stranger's host name leads to this machine.
 */
export function createOriginCheck(origins: readonly string[]): OriginCheck {
  const listed = new Set(origins);
  return ({ headers: { origin, host = '' } }) => {
    if (origin === undefined || listed.has('*') || listed.has(origin)) return true;
    const page = URL.parse(origin);
    return page !== null && loopback.test(page.hostname) && page.host === URL.parse(`http://${host}`)?.host;
  };
}

import type { IncomingMessage } from 'node:http';
import { jsonPage } from './page.ts';

/** Whether a request names one host at most, and a valid one: it becomes part of URLs, which throw on anything else. */
export type HostCheck = (request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>) => boolean;

/** A name, an IPv4 address or an IPv6 address in brackets, with or without a port; no path, no user. */
const hostSyntax = /^(?:\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{1,5})?$/i;

/** Clients send the same one again and again, so the last good one is remembered. */
export function createHostCheck(): HostCheck {
  let known: string | undefined;
  return ({ headers: { host }, rawHeaders }) => {
    if (isRepeated(rawHeaders)) return false;
    if (!host || host === known) return true;
    if (!hostSyntax.test(host) || !URL.canParse(`http://${host}/`)) return false;
    known = host;
    return true;
  };
}

/** Node keeps the first one only; whatever stands before us may go by the last. */
function isRepeated(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** In the form that clients of `/graphql` read. */
export const badHost = jsonPage(400, {
  errors: [{ message: 'The Host header is no host.', extensions: { code: 'BAD_REQUEST' } }],
});

import type { IncomingMessage } from 'node:http';
import { jsonPage } from './page.ts';

/** Whether a request has at most one Host header, with a valid host; `new URL` would throw on anything else. */
export type HostCheck = (request: Pick<IncomingMessage, 'headers' | 'rawHeaders'>) => boolean;

/** A name, an IPv4 address or an IPv6 address in brackets, with or without a port; no path, no user. */
const hostSyntax = /^(?:\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{1,5})?$/i;

/** Most clients send the same host every time, so the last valid one is not checked again. */
export function createHostCheck(): HostCheck {
  let lastValid: string | undefined;
  return ({ headers: { host }, rawHeaders }) => {
    if (isRepeated(rawHeaders)) return false;
    if (!host || host === lastValid) return true;
    if (!hostSyntax.test(host) || !URL.canParse(`http://${host}/`)) return false;
    lastValid = host;
    return true;
  };
}

/** Node keeps the first Host header only; a proxy in front may have used the last. */
function isRepeated(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** The response to an invalid Host header, in the form of a GraphQL response. */
export const badHost = jsonPage(400, {
  errors: [{ message: 'Invalid Host header.', extensions: { code: 'BAD_REQUEST' } }],
});

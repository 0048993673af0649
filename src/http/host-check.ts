import { jsonPage } from './page.ts';

/** Whether the Host header names a host: what takes it for part of a URL throws where it does not. */
export type HostCheck = (host: string | undefined) => boolean;

/** Clients send the same one again and again, so the last good one is remembered. */
export function createHostCheck(): HostCheck {
  let known: string | undefined;
  return (host) => {
    if (!host || host === known) return true;
    if (!URL.canParse(`http://${host}/`)) return false;
    known = host;
    return true;
  };
}

/** In the form that clients of `/graphql` read. */
export const badHost = jsonPage(400, {
  errors: [{ message: 'The Host header is no host.', extensions: { code: 'BAD_REQUEST' } }],
});

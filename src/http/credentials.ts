import type { IncomingMessage } from 'node:http';

/** A browser cannot send headers when it opens a page, so it sends its key in this cookie. */
const cookieName = 'asin-gateway-key';

/** The key page sends this header to get the cookie. Another site's script cannot send it without a preflight. */
export const rememberHeader = 'x-gateway-remember';

/** The key in a request: `Authorization: Bearer`, else `x-api-key`, else the browser's cookie. */
export function keyIn({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [, bearer] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  const header = headers['x-api-key'];
  return bearer ?? (typeof header === 'string' && header !== '' ? header : undefined) ?? keyInCookie(headers.cookie);
}

/** A session cookie with the key, for the gateway's public path. Scripts cannot read it, and browsers do not send it with requests of other sites. */
export function cookieFor(key: string, publicPath: string, { headers }: Pick<IncomingMessage, 'headers'>): string {
  // If a proxy terminates TLS, the browser must not send the cookie over plain HTTP.
  const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `${cookieName}=${encodeURIComponent(key)}; Path=${publicPath || '/'}; HttpOnly; SameSite=Strict${secure}`;
}

function keyInCookie(cookies: string | undefined): string | undefined {
  const prefix = `${cookieName}=`;
  const cookie = (cookies ?? '').split('; ').find((one) => one.startsWith(prefix));
  if (cookie === undefined) return undefined;
  try {
    return decodeURIComponent(cookie.slice(prefix.length));
  } catch {
    return undefined;
  }
}

import type { IncomingMessage } from 'node:http';

/** The cookie that a browser is given once it has shown a key, for it cannot put headers on the pages it opens. */
const cookieName = 'asin-gateway-key';

/** What our own page sends along when it wants the cookie. No other site can send it without being asked. */
export const rememberHeader = 'x-gateway-remember';

/** The key in a request: `Authorization: Bearer`, else `x-api-key`, else the browser's cookie. */
export function keyIn({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [, bearer] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  const header = headers['x-api-key'];
  return bearer ?? (typeof header === 'string' && header !== '' ? header : undefined) ?? keyInCookie(headers.cookie);
}

/** The cookie that carries the key until the browser is closed; no script may read it, no other site may send it. */
export function cookieFor(key: string, { headers }: Pick<IncomingMessage, 'headers'>): string {
  // Behind a proxy that speaks TLS it must not go out without.
  const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `${cookieName}=${encodeURIComponent(key)}; Path=/; HttpOnly; SameSite=Strict${secure}`;
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

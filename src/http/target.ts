import type { IncomingMessage } from 'node:http';

/**
 * Rewrites a request with an absolute target, `GET http://host/path`, as a client of a proxy sends it: `url` becomes the
 * path and query, and the target's host replaces the `Host` header (RFC 9112, 3.2.2). Other targets stay unchanged.
 */
export function applyAbsoluteTarget(request: IncomingMessage): void {
  const { url } = request;
  if (url === undefined || url.startsWith('/')) return;
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol) || target.username !== '') return;
  request.url = target.pathname + target.search;
  request.headers.host = target.host;
}

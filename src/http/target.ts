import type { IncomingMessage } from 'node:http';

/**
 * Understands `GET http://host/path`, as clients ask through a proxy: the path is what stands behind the host, and that
 * host counts instead of the `Host` header (RFC 9112, 3.2.2). What is no URL stays as it is, and is not found.
 */
export function takeTarget(request: IncomingMessage): void {
  const { url } = request;
  if (url === undefined || url.startsWith('/')) return;
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol) || target.username !== '') return;
  request.url = target.pathname + target.search;
  request.headers.host = target.host;
}

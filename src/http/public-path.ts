import type { IncomingMessage } from 'node:http';

/**
 * Removes the public path from the target of a request: `/amazon/graphql?x` becomes `/graphql?x`. A target without it is
 * left as it is, because a proxy may have removed it, and because probes do not pass the proxy.
 *
 * @param publicPath such as `/amazon`, or empty
 */
export function removePublicPath(request: IncomingMessage, publicPath: string): void {
  const { url } = request;
  if (publicPath === '' || url === undefined || !url.startsWith(publicPath)) return;
  const rest = url.slice(publicPath.length);
  if (rest === '' || rest.startsWith('?')) request.url = `/${rest}`;
  else if (rest.startsWith('/')) request.url = rest;
}

/**
 * What a page at `path` writes in front of its links: the public path, or as many `../` as lead back from `path`, because
 * a proxy may have removed a prefix that the gateway does not know.
 */
export function linkRoot(publicPath: string, path: string): string {
  if (publicPath !== '') return `${publicPath}/`;
  const folders = path.split('/').length - 2;
  return folders > 0 ? '../'.repeat(folders) : '';
}

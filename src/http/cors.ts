import type { IncomingMessage, ServerResponse } from 'node:http';

/** Sets the CORS headers of a response. Returns whether the request was a preflight, which is then answered. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

const exposedHeaders = 'etag, retry-after';
const preflightMaxAgeSeconds = '600';

/**
 * Allows requests from the listed origins (`*`: all), without cookies. Other origins get no CORS headers. It runs before
 * authentication, because a preflight carries no key and a page must be able to read why its request was refused.
 */
export function createCors(origins: readonly string[]): Cors {
  if (origins.length === 0) return () => false;
  const every = origins.includes('*');
  const allowed = new Set(origins);
  return ({ method, headers }, response) => {
    response.setHeader('vary', 'origin');
    const { origin } = headers;
    if (origin === undefined || !(every || allowed.has(origin))) return false;
    response.setHeader('access-control-allow-origin', every ? '*' : origin);
    response.setHeader('access-control-expose-headers', exposedHeaders);
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    response.writeHead(204, {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': allowedHeaders(headers['access-control-request-headers']),
      'access-control-max-age': preflightMaxAgeSeconds,
    });
    response.end();
    return true;
  };
}

const maxRequestedLength = 1_000;

/** The headers that the browser requests, unless the list is longer than any site needs. */
function allowedHeaders(requested: string | undefined): string {
  return requested === undefined || requested.length > maxRequestedLength ? 'content-type' : requested;
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Tells a browser which other sites may read an answer. Returns whether it was only a question about that. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

const readableHeaders = 'etag, retry-after';
const rememberForSeconds = '600';

/**
 * Lets the listed origins (`*`: all) ask and read, without cookies. Nobody else is told anything. It stands before the
 * gate: a browser asks without key, and must be able to read why it was turned away.
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
    response.setHeader('access-control-expose-headers', readableHeaders);
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    response.writeHead(204, {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': wantedHeaders(headers['access-control-request-headers']),
      'access-control-max-age': rememberForSeconds,
    });
    response.end();
    return true;
  };
}

const longestList = 1_000;

/** The names that a browser asks about, unless there are more than any site needs. */
function wantedHeaders(asked: string | undefined): string {
  return asked === undefined || asked.length > longestList ? 'content-type' : asked;
}

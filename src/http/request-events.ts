import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report } from '../event.ts';

/** Tells of an exchange that has ended; `startedAt` in monotonic milliseconds. */
export type RequestEvents = (request: IncomingMessage, response: ServerResponse, startedAt: number) => void;

/** A path that is not served is told as `other`, so that clients cannot make up names for what is counted. */
export function createRequestEvents(served: ReadonlySet<string>, now: () => number, report: Report): RequestEvents {
  return ({ method = '', url = '' }, response, startedAt) => {
    const path = pathOf(url);
    report({
      type: 'http',
      method,
      path: served.has(path) ? path : 'other',
      status: response.writableFinished ? response.statusCode : 'ABORTED',
      durationMs: now() - startedAt,
    });
  };
}

/** The target's path and query: a proxy's client may send the whole address (RFC 9112, 3.2.2). */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** What stands before the question mark. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

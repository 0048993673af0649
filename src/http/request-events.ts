import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report } from '../event.ts';

/** Reports a request whose response has ended or was aborted; `startedAt` in monotonic milliseconds. */
export type RequestEvents = (request: IncomingMessage, response: ServerResponse, startedAt: number) => void;

/** Unknown paths are reported as `other`, so that clients cannot create labels of metrics. */
export function createRequestEvents(paths: ReadonlySet<string>, now: () => number, report: Report): RequestEvents {
  return ({ method = '', url = '' }, response, startedAt) => {
    const path = pathOf(url);
    report({
      type: 'http',
      method,
      path: paths.has(path) ? path : 'other',
      status: response.writableFinished ? response.statusCode : 'ABORTED',
      durationMs: now() - startedAt,
    });
  };
}

/** The path without the query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

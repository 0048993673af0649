import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report } from '../event.ts';

/**
 * Reports each exchange when it has ended. A path that is not served is told as `other`, so that clients cannot make
 * up names for what is counted.
 */
export function watchExchanges(
  served: ReadonlySet<string>,
  report: Report,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const [path = ''] = (request.url ?? '').split('?', 1);
      report({
        type: 'http',
        method: request.method ?? '',
        path: served.has(path) ? path : 'other',
        status: response.writableFinished ? response.statusCode : 'ABORTED',
        durationMs: performance.now() - startedAt,
      });
    });
  };
}

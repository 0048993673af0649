import { jsonPage, type PageHandler } from './page.ts';
import { createStaticPage } from './static-page.ts';

/** Whether operations can be answered, and what works less well than it should. */
export type Readiness = { readonly ok: boolean; readonly degraded: readonly string[] };

/** What the pages tell of. */
export type StatusOptions = {
  readonly readiness: () => Readiness;
  readonly stopping: () => boolean;
  /** The schema as text; with `federation`, the one a router composes from. */
  readonly schema: (federation: boolean) => string;
};

/** `/health`: alive; `/ready`: can serve; `/schema.graphql`: the contract. */
export function statusPages(options: StatusOptions): ReadonlyMap<string, PageHandler> {
  const { readiness, stopping, schema } = options;
  const schemaPage = (federation: boolean) =>
    createStaticPage(() => ({ contentType: 'text/plain; charset=utf-8', body: schema(federation) }));
  const [own, subgraph] = [schemaPage(false), schemaPage(true)];
  return new Map<string, PageHandler>([
    ['/health', () => jsonPage(200, { status: 'ok' })],
    [
      '/ready',
      () => {
        const { ok, degraded } = readiness();
        if (stopping()) return jsonPage(503, { status: 'stopping', degraded });
        return jsonPage(ok ? 200 : 503, { status: ok ? 'ready' : 'not ready', degraded });
      },
    ],
    ['/schema.graphql', (request) => (request.query.has('federation') ? subgraph : own)(request)],
  ]);
}

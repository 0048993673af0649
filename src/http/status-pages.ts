import { jsonPage, type PageHandler } from './page.ts';
import { createStaticPage } from './static-page.ts';

/** Whether operations can be answered, and which parts work in a degraded mode. */
export type Readiness = { readonly ok: boolean; readonly degraded: readonly string[] };

/** Options of `statusPages`. */
export type StatusOptions = {
  /** The version that `/health` reports. */
  readonly version: string;
  readonly readiness: () => Readiness;
  readonly stopping: () => boolean;
  /** The schema as text; with `federation`, the subgraph schema that a router composes. */
  readonly schema: (federation: boolean) => string;
};

/** `/health`: the process is alive; `/ready`: it can serve operations; `/schema.graphql`: its schema. */
export function statusPages(options: StatusOptions): ReadonlyMap<string, PageHandler> {
  const { version, readiness, stopping, schema } = options;
  const schemaPage = (federation: boolean) =>
    createStaticPage(() => ({ contentType: 'text/plain; charset=utf-8', body: schema(federation) }));
  const [own, subgraph] = [schemaPage(false), schemaPage(true)];
  return new Map<string, PageHandler>([
    ['/health', () => jsonPage(200, { status: 'ok', version })],
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

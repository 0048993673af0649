import type { Clock } from '../clock.ts';
import type { Report } from '../event.ts';
import type { ServerContext } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import type { GraphqlServer, OperationRequest } from '../graphql/server.ts';
import { headersOf } from '../http/header-reader.ts';
import { errorPage, sendPage, setGraphqlHeaders } from '../http/page.ts';
import type { NodeHandler } from '../http/router.ts';
import { createOriginCheck } from './origin-check.ts';
import type { McpStreams } from './stdio-transport.ts';
import type { RunOperation } from './toolbox.ts';

/** Options of `createMcp`. */
export type McpOptions = {
  /** Executes the tools: their operations have the limits of all others. */
  readonly server: Pick<GraphqlServer, 'run' | 'maxBodyBytes'>;
  /** The text of the schema, for agents that read it. */
  readonly sdl: () => string;
  readonly version: string;
  /** Origins of pages that may use `/mcp`. */
  readonly corsOrigins: readonly string[];
  readonly clock: Clock;
  readonly report: Report;
};

/** The gateway as tools for agents, by the Model Context Protocol. */
export type Mcp = {
  /** Serves `/mcp`: Streamable HTTP without sessions, answered as JSON. */
  readonly handler: NodeHandler;
  /** Serves one client over two streams. Resolves when it has gone. */
  serveStdio(streams: McpStreams): Promise<void>;
};

const wrongMethod = errorPage(405, 'METHOD_NOT_ALLOWED', 'Use POST: there is no stream and no session.', {
  allow: 'POST',
});
const foreignOrigin = errorPage(
  403,
  'FORBIDDEN',
  'Pages of this origin may not use /mcp. CORS_ORIGINS lists those that may.',
);

/** Creates both transports. The SDK and the tools are loaded when the first client arrives. */
export function createMcp({ server, sdl, version, corsOrigins, clock, report }: McpOptions): Mcp {
  const isAllowed = createOriginCheck(corsOrigins);

  const load = async () => {
    const { createToolbox } = await import('./toolbox.ts');
    return { toolbox: createToolbox(schema), sdl, version, now: clock.wall, report, maxBodyBytes: server.maxBodyBytes };
  };
  let loading: ReturnType<typeof load> | undefined;
  /** Loads once. A load that fails, e.g. for want of file descriptors, is tried again for the next client. */
  const loaded = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  const runFor =
    (context: ServerContext, headers: OperationRequest['headers']): RunOperation =>
    async ({ name, text, hash }, variables, signal) => {
      const persistedQuery = { version: 1, sha256Hash: hash };
      const params = { operationName: name, variables, extensions: { persistedQuery } };
      const request = { method: 'POST', url: 'http://localhost/mcp', headers, signal };
      return (await server.run(params, request, { ...context, ownOperation: text })).result;
    };

  return {
    async handler(request, response, key) {
      setGraphqlHeaders(response);
      response.setHeader('cache-control', 'no-store');
      if (request.method !== 'POST') return sendPage(response, wrongMethod);
      if (!isAllowed(request)) return sendPage(response, foreignOrigin);
      const run = runFor({ ...key, arrivedAt: clock.monotonic() }, headersOf(request));
      const { serveHttp } = await import('./http-transport.ts');
      return await serveHttp(await loaded(), run, { request, response });
    },
    async serveStdio(streams) {
      const { serveStdio } = await import('./stdio-transport.ts');
      await serveStdio(await loaded(), runFor({}, new Headers()), streams);
    },
  };
}

import type { Analytics } from '../analytics/snapshot.ts';
import type { Catalog, FreshAnswers } from '../catalog/answer.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { OperationBegan, Report } from '../event.ts';
import { createFastPath } from '../fast-path/fast-path.ts';
import type { PersistedOperations } from '../graphql/plugins/persisted.ts';
import type { SourceName } from '../graphql/schema/data-source.ts';
import { createGraphqlServer } from '../graphql/server.ts';
import { withGraphqlHeaders, type NodeHandler } from '../http/router.ts';
import { createMcp, type Mcp } from '../mcp/mcp.ts';
import type { Source } from '../source/source.ts';
import { gatewayVersion } from '../upstream/user-agent.ts';
import type { RunForVisitor } from '../start-page/search.ts';

/** Options of `createEndpoint`. */
export type EndpointOptions = {
  readonly config: Config;
  readonly catalog: Catalog & { readonly fresh: FreshAnswers };
  readonly analytics: Analytics;
  readonly sources: readonly Source[];
  /** All sources of the schema, including those that are switched off. */
  readonly sourceNames: readonly SourceName[];
  readonly persisted: PersistedOperations | undefined;
  /** The text of the schema. */
  readonly sdl: () => string;
  /** Bytes for products as JSON. */
  readonly fastPathBytes: number;
  readonly clock: Clock;
  readonly report: Report;
  readonly began: OperationBegan | undefined;
};

/** The GraphQL endpoint, for `node:http` and for `fetch`, and its tools for agents. */
export type Endpoint = {
  readonly handler: NodeHandler;
  readonly fetch: (request: Request, client?: string) => Promise<Response>;
  readonly path: string;
  readonly mcp: Mcp;
  /** Runs an operation of one of the gateway's own pages. */
  readonly run: RunForVisitor;
};

/** What a page's operation sends besides its body. */
const ownRequest = {
  method: 'POST',
  url: 'http://localhost/graphql',
  headers: { get: () => null, has: () => false },
};

/** Creates the GraphQL server, with the fast path in front of it unless `FAST_PATH=false`. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { config, catalog, analytics, sources, clock, report, began } = options;
  const { defaultMarketplace, requestDeadlineMs, maxInFlight, maxOperationCost, corsOrigins } = config;
  const keyed = config.apiKeys.length > 0;
  const server = createGraphqlServer({
    catalog,
    analytics,
    sources: options.sourceNames,
    defaultMarketplace,
    requestDeadlineMs,
    mostDeadlineMs: config.maxRequestDeadlineMs,
    maxInFlight,
    limits: maxOperationCost === undefined ? {} : { calls: maxOperationCost },
    persisted: options.persisted,
    corsOrigins,
    keyed,
    wall: clock.wall,
    batchSizeOf: (id) => sources.find((source) => source.id === id)?.operations.lookup.batchSize ?? 1,
    report,
    clock,
    began,
  });
  const fastPath = () =>
    createFastPath({
      server,
      fresh: catalog.fresh,
      inputs: { catalog, defaultMarketplace },
      maxBytes: options.fastPathBytes,
      keyed,
      clock,
      report,
      began,
    });
  return {
    handler: config.fastPath ? fastPath() : withGraphqlHeaders(server.handler),
    fetch: async (request, client) => await server.handler.fetch(request, client === undefined ? {} : { client }),
    path: server.path,
    mcp: createMcp({ server, sdl: options.sdl, version: gatewayVersion, corsOrigins, clock, report }),
    run: async (operation, { signal: left, ...visitor }) => {
      const deadline = AbortSignal.timeout(config.maxRequestDeadlineMs);
      const request = { ...ownRequest, signal: left === undefined ? deadline : AbortSignal.any([deadline, left]) };
      const { result } = await server.run(operation, request, { ...visitor, arrivedAt: clock.monotonic() });
      return result;
    },
  };
}

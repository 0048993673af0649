import { initContextCache } from '@pothos/core';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import type { GatewayContext } from './context.ts';
import { useGraphiqlPage } from './graphiql.ts';
import { useInputCheck } from './input-check.ts';
import { maskUnexpected } from './masking.ts';
import { useOperation, type OperationOptions } from './operation.ts';
import { useRequestCheck } from './request-check.ts';
import { schema } from './schema.ts';

/** What the server is made of. */
export type GraphqlServerOptions = Omit<GatewayContext, 'operation'> & OperationOptions;

/** A fetch handler for `/graphql`. */
export type GraphqlServer = YogaServerInstance<object, Omit<GatewayContext, 'operation'>>;

const endpoint = '/graphql';
const mostBodyBytes = 512 * 1024;

/** The GraphQL endpoint. Yoga's permissive defaults are all changed here, whatever `NODE_ENV` says. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { catalog, analytics, defaultMarketplace, report } = options;
  return createYoga<object, Omit<GatewayContext, 'operation'>>({
    schema,
    graphqlEndpoint: endpoint,
    context: () => ({ catalog, analytics, defaultMarketplace, ...initContextCache() }),
    // In this order: the page needs no operation, a request is refused before it becomes one, input before it runs.
    plugins: [useGraphiqlPage(endpoint), useOperation(options), useRequestCheck(), useInputCheck()],
    maskedErrors: { isDev: false, maskError: maskUnexpected(report) },
    maxRequestBodySize: mostBodyBytes,
    batching: false,
    cors: false,
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

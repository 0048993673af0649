import { ApolloGateway } from '@apollo/gateway';
import { composeServices as composeAsApollo } from '@apollo/composition';
import { ApolloServer } from '@apollo/server';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { composeServices as composeAsHive } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A graph that a router puts together from. */
export type Subgraph = { readonly name: string; readonly url: string; readonly sdl: string };

/** What a router makes of an operation. */
export type Routed = { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined };

/** A router in front of the subgraphs. */
export type Router = AsyncDisposable & { readonly ask: (query: string) => Promise<Routed> };

/** Apollo's own gateway, over what Apollo's own composition makes. */
export async function startApollo(subgraphs: readonly Subgraph[]): Promise<Router> {
  const composed = composeAsApollo(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  const { supergraphSdl } = composed;
  if (supergraphSdl === undefined) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
  await server.start();
  return {
    async ask(query) {
      const { body } = await server.executeOperation({ query });
      if (body.kind !== 'single') throw new Error('The answer came in parts.');
      return body.singleResult;
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Hive Gateway's runtime, over what The Guild's composition makes. */
export async function startHive(subgraphs: readonly Subgraph[]): Promise<Router> {
  const composed = composeAsHive(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  const { supergraphSdl } = composed;
  if (supergraphSdl === undefined) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  const gateway = createGatewayRuntime({ supergraph: () => supergraphSdl, logging: false });
  return {
    async ask(query) {
      const response = await gateway.fetch('http://router.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const routed: Routed = JSON.parse(await response.text());
      return routed;
    },
    [Symbol.asyncDispose]: async () => await gateway[Symbol.asyncDispose](),
  };
}

import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';

/** What the other team publishes. */
export const reviewsSdl = readFileSync(new URL('reviews.graphql', import.meta.url), 'utf8');

type Review = { readonly stars: number; readonly text: string };

/** A subgraph of another team: it knows our products by their `id` alone, and adds what customers wrote. */
export async function startReviews(
  reviews: ReadonlyMap<string, readonly Review[]>,
): Promise<AsyncDisposable & { readonly url: string }> {
  const yoga = createYoga({
    schema: buildSubgraphSchema([
      {
        typeDefs: parse(reviewsSdl),
        resolvers: {
          Query: { latestReviewed: () => [...reviews.keys()].map((id) => ({ id })) },
          Product: {
            __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
            reviews: ({ id }: { readonly id: string }) => reviews.get(id) ?? [],
          },
        },
      },
    ]),
    logging: false,
  });
  const server = createServer((request, response) => void yoga(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { readRows, ready } from './rows.ts';

// Mercurius with its JIT from the first use on, over a plain Map: the gateway's own schema and no further work.
const rows = readRows();
const schema = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
const app = fastify();
await app.register(mercurius, {
  schema,
  jit: 1,
  resolvers: {
    Query: {
      product: (_: unknown, { asin }: { asin: string }) => rows.get(asin) ?? null,
      products: (_: unknown, { asins }: { asins: string[] }) => asins.map((asin) => rows.get(asin)),
    },
    ProductResult: { resolveType: ({ __typename }: { __typename: string }) => __typename },
  },
});
await app.listen({ port: 0, host: '127.0.0.1' });
const [address] = app.addresses();
ready(`http://127.0.0.1:${typeof address === 'object' ? address.port : ''}`);

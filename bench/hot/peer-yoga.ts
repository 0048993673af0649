import { createServer } from 'node:http';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import type { MoneyRow, Row } from './questions.ts';
import { readRows, ready } from './rows.ts';

// Yoga and Pothos as their documentation sets them up, over a plain Map.
const rows = readRows();
type Identity = { Input: string; Output: string };
type Reference = { Input: { readonly id: string }; Output: unknown };
const builder = new SchemaBuilder<{
  Scalars: { ASIN: Identity; DateTime: Identity; Decimal: Identity; URL: Identity; _Any: Reference };
}>({});
for (const scalar of ['ASIN', 'DateTime', 'Decimal', 'URL', '_Any'] as const) {
  builder.scalarType(scalar, { serialize: (value) => value });
}

const Money = builder.objectRef<MoneyRow>('Money').implement({
  fields: (t) => ({
    amount: t.expose('amount', { type: 'Decimal' }),
    currency: t.exposeString('currency'),
    formatted: t.exposeString('formatted', { nullable: true }),
  }),
});
const Provenance = builder.objectRef<Row['provenance']>('Provenance').implement({
  fields: (t) => ({
    source: t.exposeString('source'),
    cacheStatus: t.exposeString('cacheStatus'),
    fetchedAt: t.expose('fetchedAt', { type: 'DateTime' }),
  }),
});
const Product = builder.objectRef<Row>('Product').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    asin: t.expose('asin', { type: 'ASIN' }),
    marketplace: t.exposeString('marketplace'),
    title: t.exposeString('title', { nullable: true }),
    brand: t.exposeString('brand', { nullable: true }),
    productUrl: t.expose('productUrl', { type: 'URL' }),
    imageUrl: t.expose('imageUrl', { type: 'URL', nullable: true }),
    features: t.exposeStringList('features'),
    price: t.expose('price', { type: Money, nullable: true }),
    listPrice: t.expose('listPrice', { type: Money, nullable: true }),
    savingsPercent: t.exposeFloat('savingsPercent', { nullable: true }),
    priceStatus: t.exposeString('priceStatus'),
    availability: t.exposeString('availability'),
    rating: t.exposeFloat('rating', { nullable: true }),
    provenance: t.expose('provenance', { type: Provenance }),
  }),
});
const ProductResult = builder.unionType('ProductResult', { types: [Product], resolveType: () => Product });
const Entity = builder.unionType('_Entity', { types: [Product], resolveType: () => Product });
builder.queryType({
  fields: (t) => ({
    _entities: t.field({
      type: t.listRef(Entity, { nullable: true }),
      args: { representations: t.arg({ type: ['_Any'], required: true }) },
      resolve: (_, { representations }) => representations.map(({ id }) => rows.get(id.slice(3)) ?? null),
    }),
    product: t.field({
      type: Product,
      nullable: true,
      args: { asin: t.arg({ type: 'ASIN', required: true }) },
      resolve: (_, { asin }) => rows.get(asin) ?? null,
    }),
    products: t.field({
      type: [ProductResult],
      args: { asins: t.arg({ type: ['ASIN'], required: true }) },
      resolve: (_, { asins }) => asins.flatMap((asin) => rows.get(asin) ?? []),
    }),
  }),
});

const yoga = createYoga({ schema: builder.toSchema() });
const server = createServer((request, response) => void yoga(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') ready(`http://127.0.0.1:${address.port}`);
});

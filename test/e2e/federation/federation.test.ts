import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aGateway, type TestGateway } from '../../support/a-gateway.ts';
import { reviewsSdl, startReviews } from './reviews.ts';
import { startApollo, startHive, type Subgraph } from './routers.ts';

const asin = 'B0QU9TTXWO';
const [india, unitedStates] = [`IN:${asin}`, `US:${asin}`];
const reviews = new Map([
  [india, [{ stars: 5, text: 'Boils water.' }]],
  [unitedStates, [{ stars: 2, text: 'Still boils water.' }]],
]);

const routers = { 'Hive Gateway': startHive, '@apollo/gateway': startApollo };

for (const [name, start] of Object.entries(routers)) {
  test(`${name} joins the reviews of another team with each store's own price, in one query`, async () => {
    await using gateway = await aGateway();
    await using other = await startReviews(reviews);
    await using router = await start(await subgraphs(gateway.url, other.url));

    const joined = await router.ask('{ latestReviewed { id price { amount currency } reviews { stars text } } }');

    const [inRupees, inDollars] = [await priceIn(gateway, 'IN'), await priceIn(gateway, 'US')];
    assert.equal(joined.errors, undefined);
    assert.deepEqual(plain(joined.data), {
      latestReviewed: [
        { id: india, price: inRupees, reviews: reviews.get(india) },
        { id: unitedStates, price: inDollars, reviews: reviews.get(unitedStates) },
      ],
    });
    assert.match(JSON.stringify(inRupees), /"INR"/);
    assert.match(JSON.stringify(inDollars), /"USD"/);
  });

  test(`${name} goes the other way, from a product to its reviews`, async () => {
    await using gateway = await aGateway();
    await using other = await startReviews(reviews);
    await using router = await start(await subgraphs(gateway.url, other.url));

    const joined = await router.ask(`{ product(asin: "${asin}", marketplace: US) { id reviews { stars } } }`);

    assert.equal(joined.errors, undefined);
    assert.deepEqual(plain(joined.data), { product: { id: unitedStates, reviews: [{ stars: 2 }] } });
  });
}

/** The store's price, as the gateway itself answers. */
async function priceIn(gateway: TestGateway, marketplace: string): Promise<unknown> {
  const { data } = await gateway.ask(
    `{ products(asins: ["${asin}"], marketplace: ${marketplace}) { ... on Product { price { amount currency } } } }`,
  );
  const [, price] = /"price":(\{[^}]+\})/.exec(JSON.stringify(data)) ?? [];
  return JSON.parse(price ?? 'null');
}

async function subgraphs(products: string, others: string): Promise<readonly Subgraph[]> {
  const sdl = await (await fetch(`${products}/schema.graphql?federation`)).text();
  return [
    { name: 'products', url: `${products}/graphql`, sdl },
    { name: 'reviews', url: others, sdl: reviewsSdl },
  ];
}

/** Without the prototypes that a router leaves out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway } from '../support/a-gateway.ts';

const asins = sandboxProducts('IN')
  .slice(0, 12)
  .map(({ asin }) => asin);
const query = `query ($asins: [ASIN!]!) {
  products(asins: $asins) {
    __typename
    ... on Product { id title price { amount formatted } availability provenance { cacheStatus fetchedAt expiresAt } }
  }
}`;

describe.each(['true', 'false'])('with FAST_PATH=%s', (value) => {
  test('remembered products are answered alike as often as they are asked for', async () => {
    await using gateway = await aGateway({ FAST_PATH: value });
    await gateway.ask(query, { asins });
    const first = await gateway.ask(query, { asins });
    expect(JSON.stringify(first)).toContain('"cacheStatus":"FRESH"');
    for (let n = 0; n < 3; n += 1) expect(await gateway.ask(query, { asins })).toEqual(first);
    const calls = await gateway.ask('{ sourceAnalytics { cache { hits misses } } }');
    expect(calls).toMatchObject({ data: { sourceAnalytics: { cache: { hits: 48, misses: 12 } } } });
  });
});

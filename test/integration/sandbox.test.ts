import { describe, expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type SourceName } from '../support/a-gateway.ts';
import { askProduct, askSearch, asProduct } from './questions.ts';

const sources: readonly SourceName[] = ['CREATORS_API', 'PA_API', 'SP_API', 'SCRAPING'];
const shown = sandboxProducts('IN').find(
  ({ state, rating, ratingInApis }) => state === 'IN_STOCK' && rating !== undefined && ratingInApis,
);
if (shown === undefined) throw new Error('the sandbox has nothing in stock');
const { asin, title } = shown;

describe.each(sources)('pictures of the stand-in, learned by %s,', (source) => {
  test('load from this machine', async () => {
    await using gateway = await aGateway({}, { sources: [source] });
    const product = asProduct((await askProduct(gateway, asin)).product);
    const { nodes } = await askSearch(gateway, { query: title, first: 1 });
    const urls = [product.imageUrl, ...product.images.map(({ url }) => url), nodes[0]?.imageUrl];
    expect(urls.length).toBeGreaterThan(2);
    for (const url of urls) {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/images\/I\//);
      const picture = await fetch(String(url));
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    }
  });

  test('are named on Amazon’s own hosts where no other origin is configured', async () => {
    await using gateway = await aGateway({ AMAZON_IMAGES_ENDPOINT: '' }, { sources: [source] });
    const product = asProduct((await askProduct(gateway, asin)).product);
    expect(product.imageUrl).toMatch(/^https:\/\/m\.media-amazon\.com\/images\/I\//);
  });
});

describe('a marketplace that the stand-in does not serve', () => {
  const says = /The stand-in does not serve /;

  test.each([
    ['product', `{ product(asin: "${asin}", marketplace: SE) { title } }`],
    ['search', '{ search(query: "phone", marketplace: SE) { nodes { title } } }'],
  ])('is not malformed, has nothing missing, and says so: %s', async (field, query) => {
    await using gateway = await aGateway();
    const { data, errors } = await gateway.ask(query);
    expect(data?.[field]).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'SOURCES_UNAVAILABLE',
      attempts: [
        { source: 'CREATORS_API', outcome: 'SKIPPED', code: 'NO_PARTNER_TAG' },
        { source: 'PA_API', outcome: 'SKIPPED', code: 'NO_PARTNER_TAG' },
        { source: 'SP_API', outcome: 'FAILED', code: 'CREDENTIALS', message: expect.stringMatching(says) },
        { source: 'SCRAPING', outcome: 'FAILED', code: 'BLOCKED', message: expect.stringMatching(says) },
      ],
    });
  });

  test.each<[SourceName]>([['CREATORS_API'], ['PA_API']])('is refused for its tag by %s', async (source) => {
    await using gateway = await aGateway({ AMAZON_PARTNER_TAGS: 'SE=sandbox-se-21' }, { sources: [source] });
    const { errors } = await askProduct(gateway, asin, { marketplace: 'SE' });
    expect(errors[0]?.extensions).toMatchObject({ attempts: [{ source, outcome: 'FAILED', code: 'CREDENTIALS' }] });
  });
});

test('without ratings in the associates APIs their products have none, and all else', async () => {
  await using gateway = await aGateway({}, { sources: ['CREATORS_API'] });
  gateway.sandbox.giveRatings(false);
  const product = asProduct((await askProduct(gateway, asin)).product);
  expect(product).toMatchObject({ title, rating: null, reviewCount: null, price: { amount: shown.price?.amount } });
});

import { describe, expect, test } from 'vitest';
import { marketplaceCodes, marketplaces, type MarketplaceCode } from '../../src/product/marketplace.ts';
import { hasRecordings, readRecordedJson } from '../support/recorded.ts';
import { startStandIn, type Received, type Reply, type StandIn } from '../source/associates/common/stand-in.ts';
import { aRunningGateway, type Asked } from '../support/a-gateway.ts';
import { asProduct, askProduct, askProducts, askSearch, trailOf } from '../integration/questions.ts';
import { fieldOf } from './replay.ts';

type Stage = AsyncDisposable & Asked & { readonly amazon: StandIn };
type Answers = Readonly<Record<'catalog' | 'competitivePricing' | 'itemOffers', (request: Received) => Reply>>;

/** A gateway that knows SP-API only, which answers as told; its tokens are the recorded one. */
async function setStage(marketplace: MarketplaceCode, answers: Answers): Promise<Stage> {
  await using started = new AsyncDisposableStack();
  const token = fieldOf(readRecordedJson('spapi/peddler/lwa-200-live.json'), 'response');
  const amazon = started.use(
    await startStandIn((request) => {
      const { pathname } = new URL(request.path, 'http://amazon.test');
      if (pathname === '/auth/o2/token') return { body: fieldOf(token, 'body') };
      if (pathname === '/catalog/2022-04-01/items') return answers.catalog(request);
      if (pathname === '/products/pricing/v0/competitivePrice') return answers.competitivePricing(request);
      return answers.itemOffers(request);
    }),
  );
  const gateway = started.use(
    await aRunningGateway({
      AMAZON_SPAPI_CLIENT_ID: 'amzn1.application-oa2-client.example',
      AMAZON_SPAPI_CLIENT_SECRET: 'SECRETEXAMPLE',
      AMAZON_SPAPI_REFRESH_TOKEN: 'Atzr|REFRESHEXAMPLE',
      AMAZON_SPAPI_ENDPOINT: amazon.origin,
      AMAZON_LWA_ENDPOINT: `${amazon.origin}/auth/o2/token`,
      AMAZON_MARKETPLACE: marketplace,
      SCRAPING_FALLBACK_ENABLED: 'false',
    }),
  );
  const resources = started.move();
  return { ...gateway, amazon, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const recorded = (path: string) => (): Reply => ({ body: readRecordedJson(`spapi/${path}`) });

/** Hand-made: the least that a catalogue says of what the recorded prices are of. */
function aCatalog(marketplace: MarketplaceCode, ...asins: readonly string[]): () => Reply {
  const { spApiId } = marketplaces[marketplace];
  const items = asins.map((asin) => ({
    asin,
    summaries: [{ marketplaceId: spApiId, itemName: `Item ${asin}`, itemClassification: 'BASE_PRODUCT' }],
    images: [
      {
        marketplaceId: spApiId,
        images: [{ variant: 'MAIN', link: 'https://m.media-amazon.com/images/I/1.jpg', height: 500, width: 500 }],
      },
    ],
  }));
  return () => ({ body: { numberOfResults: items.length, items } });
}

/** Hand-made in the shape of the reported "Success" without a word on prices. */
function noPrices(...asins: readonly string[]): () => Reply {
  return () => ({ body: { payload: asins.map((ASIN) => ({ status: 'Success', ASIN, Product: {} })) } });
}

const soldOut = ({ body }: Received): Reply => {
  const requests = fieldOf(JSON.parse(body), 'requests');
  const responses = (Array.isArray(requests) ? requests : []).map((request: unknown) => {
    const Asin = /items\/(\w+)\//.exec(String(fieldOf(request, 'uri')))?.[1];
    const MarketplaceId = fieldOf(request, 'MarketplaceId');
    const payload = { ASIN: Asin, marketplaceId: MarketplaceId, status: 'NoBuyableOffers' };
    return { status: { statusCode: 200 }, request: { Asin, MarketplaceId }, body: { payload } };
  });
  return { body: { responses } };
};

describe.runIf(hasRecordings)('the gateway over recorded answers of SP-API (needs them beside this checkout)', () => {
  test('shows two products of the live American catalogue, and no list price of zero', async () => {
    await using stage = await setStage('US', {
      catalog: recorded('muffin_man/search_catalog_items_by_identifier_v20220401.json'),
      competitivePricing: noPrices('B07LBYFVG6', 'B094D5Y9WS'),
      itemOffers: soldOut,
    });
    const results = await askProducts(stage, ['B094D5Y9WS', 'B07LBYFVG6']);
    expect(results).toMatchObject([
      {
        title: 'Amazon Basics 10 Pack AA Alkaline Batteries, 10-Year Shelf Life',
        brand: 'Amazon Basics',
        imageUrl: 'https://m.media-amazon.com/images/I/81mZ0IvedxL.jpg',
        listPrice: { amount: '6.99', currency: 'USD' },
        price: null,
        priceStatus: 'OUT_OF_STOCK',
        rating: null,
      },
      { title: 'Cleaner for Fire Tablets & TV (Cleanza)', brand: 'Quickla Soft', listPrice: null },
    ]);
    expect(stage.amazon.received).toHaveLength(4);
  });

  test('shows live competitive prices with the products that they are of', async () => {
    await using stage = await setStage('US', {
      catalog: aCatalog('US', 'B012BM6AHG', 'B09WZ936D8'),
      competitivePricing: recorded('muffin_man/get_competitive_pricing_batch.json'),
      itemOffers: soldOut,
    });
    const results = await askProducts(stage, ['B09WZ936D8', 'B012BM6AHG']);
    const standing = { availability: 'IN_STOCK', priceStatus: 'AVAILABLE', condition: 'New' };
    expect(results).toMatchObject([
      { title: 'Item B09WZ936D8', price: { amount: '149.95', currency: 'USD' }, ...standing },
      { title: 'Item B012BM6AHG', price: { amount: '212.64', currency: 'USD' }, ...standing },
    ]);
  });

  test('shows a live product of the British catalogue', async () => {
    const exchange = fieldOf(readRecordedJson('spapi/peddler/catalog-search-eu-live.json'), 'response');
    await using stage = await setStage('UK', {
      catalog: () => ({ body: fieldOf(exchange, 'body') }),
      competitivePricing: noPrices('188864544X'),
      itemOffers: soldOut,
    });
    const product = asProduct((await askProduct(stage, '188864544X')).product);
    expect(product).toMatchObject({ id: 'UK:188864544X', title: 'Dreams: No. 43 (Visionaire S.)' });
  });

  const offers = {
    BE: '35.11 EUR IN_STOCK',
    CA: 'null OUT_OF_STOCK',
    DE: '25.41 EUR IN_STOCK',
    ES: '32.70 EUR IN_STOCK',
    FR: '34.82 EUR IN_STOCK',
    IT: '43.88 EUR IN_STOCK',
    MX: 'null OUT_OF_STOCK',
    NL: '37.69 EUR IN_STOCK',
    PL: '194.00 PLN IN_STOCK',
    SE: '552.16 SEK IN_STOCK',
    UK: '21.40 GBP IN_STOCK',
    US: '60.00 USD IN_STOCK',
  };

  test.each(
    marketplaceCodes.flatMap((code) =>
      Object.entries(offers)
        .filter(([store]) => store === code)
        .map(([, shown]) => [code, shown] as const),
    ),
  )('shows the live offers of one product in %s: %s', async (code, expected) => {
    await using stage = await setStage(code, {
      catalog: aCatalog(code, 'B08VY6GW8Q'),
      competitivePricing: noPrices('B08VY6GW8Q'),
      itemOffers: recorded('amazon-sp-ap-app/getItemOffersBatch-live-na-eu.json'),
    });
    const { price, availability, provenance } = asProduct((await askProduct(stage, 'B08VY6GW8Q')).product);
    expect(`${price === null ? 'null' : `${price.amount} ${price.currency}`} ${availability}`).toBe(expected);
    expect(trailOf(provenance.attempts)).toEqual(['SP_API FOUND']);
  });

  test('an entry that Amazon refuses is a price not learned, and the product only a candidate', async () => {
    await using stage = await setStage('BR', {
      catalog: aCatalog('BR', 'B08VY6GW8Q'),
      competitivePricing: noPrices('B08VY6GW8Q'),
      itemOffers: recorded('amazon-sp-ap-app/getItemOffersBatch-live-na-eu.json'),
    });
    const product = asProduct((await askProduct(stage, 'B08VY6GW8Q')).product);
    expect(product).toMatchObject({ price: null, availability: 'UNKNOWN' });
    expect(trailOf(product.provenance.attempts)[0]).toMatch(/^SP_API FAILED /);
  });

  test('a keyword search shows its hits with their prices', async () => {
    await using stage = await setStage('IN', {
      catalog: recorded('synthetic/catalog-search-in-200.json'),
      competitivePricing: recorded('synthetic/competitivePricing-in-200.json'),
      itemOffers: soldOut,
    });
    const found = await askSearch(stage, { query: 'widget', filter: { includeOutOfStock: true } });
    expect(found).toMatchObject({ source: 'SP_API' });
    expect(found.nodes[0]).toMatchObject({
      asin: 'B0SYNTH001',
      title: 'Synthetic Widget One',
      price: { amount: '1999.00', currency: 'INR' },
      listPrice: { amount: '2499.00', currency: 'INR' },
    });
  });

  test.each([
    ['peddler/error-429-quota-live.json', 'THROTTLED'],
    ['peddler/error-403-unauthorized-live.json', 'CREDENTIALS'],
    ['peddler/error-404-live.json', undefined],
  ])('the refusal %s is never "not found"', async (path, code) => {
    const exchange = fieldOf(readRecordedJson(`spapi/${path}`), 'response');
    const refusal = (): Reply => ({ status: Number(fieldOf(exchange, 'status')), body: fieldOf(exchange, 'body') });
    await using stage = await setStage('IN', {
      catalog: refusal,
      competitivePricing: refusal,
      itemOffers: refusal,
    });
    const [result] = await askProducts(stage, ['B0SYNTH001']);
    expect(result).toMatchObject({ kind: 'ProductUnavailable', attempts: [{ outcome: 'FAILED' }] });
    if (code !== undefined) expect(result).toMatchObject({ attempts: [{ code }] });
  });
});

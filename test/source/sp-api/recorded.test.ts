import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAsin, type Asin } from '../../../src/product/asin.ts';
import { marketplaceCodes, marketplaces } from '../../../src/product/marketplace.ts';
import type { Product } from '../../../src/product/product.ts';
import { responseFault } from '../../../src/source/sp-api/fault.ts';
import { fetchLwaToken } from '../../../src/source/sp-api/lwa.ts';
import { normalize } from '../../../src/source/sp-api/normalize.ts';
import { competitiveResult, itemOffersResult, unknownOffer } from '../../../src/source/sp-api/pricing.ts';
import { readCatalog, readCompetitivePricing, readItemOffers } from '../../../src/source/sp-api/wire.ts';
import type { Upstream } from '../../../src/upstream/upstream.ts';
import { hasRecordings, readRecordedJson, recordedRoot } from '../../support/recorded.ts';

type Recorded = { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };

/** What each recorded file is; a file that stands in no list fails the census below. */
const catalogs = [
  'models/catalog.searchCatalogItems.200.example.json',
  'models/catalog.searchCatalogItems.200.sandbox.json',
  'muffin_man/search_catalog_items_by_identifier_v20220401.json',
  'muffin_man/search_catalog_items_v20220401.json',
  'peddler/catalog-search-eu-live.json',
  'synthetic/catalog-search-in-200.json',
];
const singleItems = [
  'models/catalog.getCatalogItem.200.example.json',
  'models/catalog.getCatalogItem.200.sandbox.json',
  'muffin_man/get_catalog_item_v20220401.json',
  'peddler/catalog-get-eu-live.json',
];
const competitive = [
  'issues/getCompetitivePricing-200-success-but-no-prices.json',
  'models/pricing-v0.getCompetitivePricing.200.sandbox1.json',
  'models/pricing-v0.getCompetitivePricing.200.sandbox2.json',
  'models/pricing-v0.getCompetitivePricing.200.sandbox3.json',
  'muffin_man/get_competitive_pricing.json',
  'muffin_man/get_competitive_pricing_batch.json',
  'peddler/pricing-competitivePricing-sandbox.json',
  'synthetic/competitivePricing-in-200.json',
];
const offerBatches = [
  'amazon-sp-ap-app/getItemOffersBatch-live-na-eu.json',
  'issues/itemOffersBatch-200-entry-400.json',
  'models/pricing-v0.getItemOffersBatch.200.sandbox.json',
  'peddler/pricing-itemOffersBatch-sandbox.json',
  'synthetic/itemOffersBatch-in-200-mixed.json',
];
const faults: Readonly<Record<string, { status: number; code: string; tokenRefused?: true; unnamedFault?: true }>> = {
  'issues/403-missing-authentication-token.json': { status: 403, code: 'CREDENTIALS' },
  'issues/403-revoked-malformed.json': { status: 403, code: 'CREDENTIALS', tokenRefused: true },
  'issues/403-unauthorized-empty-details.json': { status: 403, code: 'CREDENTIALS' },
  'issues/catalog-400-invalid-asin-fails-whole-call.json': { status: 400, code: 'MALFORMED', unnamedFault: true },
  'issues/itemOffersBatch-400-queryParams-wrapper-since-2026-04-23.json': { status: 400, code: 'MALFORMED' },
  'models/catalog.getCatalogItem.400.sandbox.json': { status: 400, code: 'MALFORMED' },
  'models/catalog.searchCatalogItems.400.sandbox.json': { status: 400, code: 'MALFORMED' },
  'models/pricing-v0.getCompetitivePricing.400.sandbox.json': { status: 400, code: 'MALFORMED', unnamedFault: true },
  'models/pricing-v0.getItemOffers.400.sandbox.json': { status: 400, code: 'MALFORMED', unnamedFault: true },
  'models/pricing-v0.getItemOffersBatch.400.sandbox.json': { status: 400, code: 'MALFORMED', unnamedFault: true },
  'models/pricing-v0.getPricing.400.sandbox.json': { status: 400, code: 'MALFORMED', unnamedFault: true },
  'models/pricing-2022-05-01.getCompetitiveSummary.400.sandbox.json': {
    status: 400,
    code: 'MALFORMED',
    unnamedFault: true,
  },
  'peddler/error-403-unauthorized-live.json': { status: 403, code: 'CREDENTIALS' },
  'peddler/error-404-live.json': { status: 404, code: 'CREDENTIALS' },
  'peddler/error-429-quota-live.json': { status: 429, code: 'THROTTLED' },
  'synthetic/error-403-token-expired.json': { status: 403, code: 'CREDENTIALS', tokenRefused: true },
  'synthetic/error-429.json': { status: 429, code: 'THROTTLED' },
};
const tokens: Readonly<Record<string, { status: number; seconds?: number; code?: string }>> = {
  'issues/lwa-400-invalid-grant.json': { status: 400, code: 'CREDENTIALS' },
  'issues/lwa-401-invalid-client.json': { status: 401, code: 'CREDENTIALS' },
  'peddler/lwa-200-grantless-live.json': { status: 200, seconds: 3600 },
  'peddler/lwa-200-live.json': { status: 200, seconds: 3600 },
  'peddler/lwa-400-unsupported-grant-live.json': { status: 400, code: 'CREDENTIALS' },
  'synthetic/lwa-token-200.json': { status: 200, seconds: 3600 },
};
/** Operations that are not asked; their answers must not be taken for one of ours. */
const notAsked = [
  'issues/competitiveSummary-200-no-featured-offer.json',
  'issues/getPricing-200-success-but-no-offers.json',
  'models/pricing-2022-05-01.getCompetitiveSummary.200.example.json',
  'models/pricing-2022-05-01.getCompetitiveSummary.200.sandbox.json',
  'models/pricing-v0.getItemOffers.200.sandbox1.json',
  'models/pricing-v0.getItemOffers.200.sandbox2.json',
  'models/pricing-v0.getPricing.200.sandbox1.json',
  'models/pricing-v0.getPricing.200.sandbox2.json',
  'models/pricing-v0.getPricing.200.sandbox3.json',
  'peddler/pricing-competitiveSummary-sandbox.json',
];

describe.runIf(hasRecordings)('recorded answers of SP-API', () => {
  test('every recorded file stands in one of the lists', () => {
    const listed = [
      ...[catalogs, singleItems, competitive, offerBatches, notAsked].flat(),
      ...Object.keys(faults),
      ...Object.keys(tokens),
    ];
    const present = readdirSync(new URL('spapi/', recordedRoot), { recursive: true, encoding: 'utf8' });
    expect(listed.toSorted()).toEqual(present.filter((path) => path.endsWith('.json')).toSorted());
  });

  test.each(catalogs)('catalogue page %s keeps every item with its own words', (path) => {
    const { body } = recorded(path);
    const answer = readCatalog(body);
    const entries = list(member(body, 'items'));
    expect([...answer.items.keys()]).toEqual(entries.map((entry) => member(entry, 'asin')));
    expect(answer.totalCount).toBe(member(body, 'numberOfResults'));
    expect(answer.nextToken ?? '').toBe(member(member(body, 'pagination'), 'nextToken') ?? '');
    expect(answer.nameless).toBe(false);
    for (const [asin, item] of answer.items) holdToItself(asin, item);
  });

  test.each(singleItems)('catalogue item %s is read like an item of a page', (path) => {
    const { body } = recorded(path);
    const [[asin, item] = []] = readCatalog({ items: [body] }).items;
    expect(asin).toBe(member(body, 'asin'));
    if (asin !== undefined && item !== undefined) holdToItself(asin, item);
  });

  test('a recorded list price of 0 is unknown, and one of 6.99 is 6.99', () => {
    const { items } = readCatalog(recorded('muffin_man/search_catalog_items_by_identifier_v20220401.json').body);
    const listPrices = [...items].map(([asin, item]) => [
      asin,
      normalize(asin, item, { marketplace: 'US' }).listPrice?.amount,
    ]);
    expect(listPrices).toEqual([
      ['B07LBYFVG6', undefined],
      ['B094D5Y9WS', '6.99'],
    ]);
  });

  test('a package hierarchy is no family of variations', () => {
    const { items } = readCatalog(recorded('muffin_man/search_catalog_items_by_identifier_v20220401.json').body);
    const item = items.get(asinOf('B094D5Y9WS'));
    expect(normalize(asinOf('B094D5Y9WS'), item ?? {}, { marketplace: 'US' }).parentAsin).toBe('B00QWO9P0O');
  });

  test.each(competitive)('competitive prices %s are each the featured new offer’s', (path) => {
    const { body } = recorded(path);
    const entries = readCompetitivePricing(body);
    const payload = list(member(body, 'payload'));
    expect(entries.size).toBe(payload.length);
    for (const [asin, entry] of entries) {
      const result = competitiveResult(entry);
      const stated = statedConsumerPrice(entry);
      if (member(entry, 'status') !== 'Success') expect(result.kind).toBe('failed');
      else expect([asin, result.kind, floatOf(result)]).toEqual([asin, stated ? 'settled' : 'open', stated]);
    }
  });

  test('the live batch of offers, store by store', () => {
    const { body } = recorded('amazon-sp-ap-app/getItemOffersBatch-live-na-eu.json');
    const asin = asinOf('B08VY6GW8Q');
    const told = marketplaceCodes.flatMap((code) => {
      const entry = readItemOffers(body, marketplaces[code].spApiId).get(asin);
      if (entry === undefined) return [];
      const { kind, offer } = itemOffersResult(entry, unknownOffer);
      return [[code, kind, offer.price?.amount, offer.price?.currency, offer.availability].join(' ')];
    });
    expect(told).toEqual([
      'BE settled 35.11 EUR IN_STOCK',
      'BR failed   UNKNOWN',
      'CA settled   OUT_OF_STOCK',
      'DE settled 25.41 EUR IN_STOCK',
      'ES settled 32.70 EUR IN_STOCK',
      'FR settled 34.82 EUR IN_STOCK',
      'IT settled 43.88 EUR IN_STOCK',
      'MX settled   OUT_OF_STOCK',
      'NL settled 37.69 EUR IN_STOCK',
      'PL settled 194.00 PLN IN_STOCK',
      'SE settled 552.16 SEK IN_STOCK',
      'UK settled 21.40 GBP IN_STOCK',
      'US settled 60.00 USD IN_STOCK',
    ]);
  });

  test.each(offerBatches)('batch of offers %s: price, sold out or failure as each entry says', (path) => {
    const { body } = recorded(path);
    for (const response of list(member(body, 'responses'))) {
      const request = member(response, 'request');
      const store = member(request, 'MarketplaceId');
      const asin = asinOf(String(member(request, 'Asin')));
      const entry = readItemOffers({ responses: [response] }, String(store)).get(asin);
      const result = itemOffersResult(entry, unknownOffer);
      const payload = member(member(response, 'body'), 'payload');
      if (payload === undefined) expect(result.kind).toBe('failed');
      else if (member(payload, 'status') === 'NoBuyableOffers') expect(result.offer.availability).toBe('OUT_OF_STOCK');
      else expect(floatOf(result)).toBe(statedBatchPrice(payload));
    }
  });

  test.each(Object.entries(faults))('error %s is told by its class', (path, { status, code, ...flags }) => {
    const answer = recorded(path);
    const headers = answer.headers;
    const body = Buffer.from(JSON.stringify(answer.body));
    const fault = responseFault({ status, headers, body }, { where: 'SP-API', wallMs: 0, secret: 'Atza|x' });
    expect(fault).toMatchObject({ code, tokenRefused: false, unnamedFault: false, ...flags });
    expect(fault.message).toContain(String(status));
  });

  test.each(Object.entries(tokens))('token answer %s', async (path, { status, seconds, code }) => {
    const upstream = answering(status, recorded(path).body);
    const credential = { clientId: 'id', clientSecret: 'secret', refreshToken: 'refresh' };
    const outcome = fetchLwaToken(upstream, credential)(new AbortController().signal);
    if (code !== undefined) await expect(outcome).rejects.toMatchObject({ name: 'SourceError', code });
    else await expect(outcome).resolves.toMatchObject({ expiresInMs: Number(seconds) * 1000 });
  });

  test.each(notAsked)('%s, an answer to what is not asked, is not taken for a price', (path) => {
    const { body } = recorded(path);
    const read = (reader: () => ReadonlyMap<Asin, Readonly<Record<string, unknown>>>) => {
      try {
        return [...reader().values()];
      } catch {
        return [];
      }
    };
    const prices = [
      ...read(() => readCompetitivePricing(body)).map(competitiveResult),
      ...read(() => readItemOffers(body, 'ATVPDKIKX0DER')).map((entry) => itemOffersResult(entry, unknownOffer)),
    ];
    expect(prices.filter(({ offer }) => offer.price !== undefined)).toEqual([]);
  });
});

/** The item says its store, title, main picture, first rank and list price; ours must be the same. */
function holdToItself(asin: Asin, item: unknown): void {
  const [summary] = list(member(item, 'summaries'));
  const store = member(summary, 'marketplaceId');
  const code = marketplaceCodes.find((known) => marketplaces[known].spApiId === store);
  const product = normalize(asin, readCatalog({ items: [item] }).items.get(asin) ?? {}, { marketplace: code ?? 'US' });
  expect(product.asin).toBe(asin);
  expect(product.rating).toBeUndefined();
  if (code === undefined) {
    expect(product.title).toBeUndefined();
    return;
  }
  expect(product.title).toBe(member(summary, 'itemName'));
  expect(product.brand).toBe(member(summary, 'brand') ?? member(summary, 'manufacturer'));
  const pictures = list(member(list(member(item, 'images'))[0], 'images'));
  const areas = pictures
    .filter((picture) => member(picture, 'variant') === 'MAIN')
    .map((picture) => Number(member(picture, 'height')) * Number(member(picture, 'width')));
  const [main] = product.images;
  expect((main?.width ?? 0) * (main?.height ?? 0)).toBe(Math.max(0, ...areas));
  expect(product.imageUrl).toBe(main?.url);
  holdFacts(product, item);
  holdRank(product, list(member(item, 'salesRanks'))[0]);
  holdListPrice(product.listPrice, list(member(member(item, 'attributes'), 'list_price'))[0]);
  expect(product.features).toEqual(
    list(member(member(item, 'attributes'), 'bullet_point')).map((point) => String(member(point, 'value')).trim()),
  );
}

/** Numbers, contributors, size and the attributes that vary stand in the item; ours must be the same. */
function holdFacts({ identifiers, contributors, details, variationAttributes }: Product, item: unknown): void {
  const [summary] = list(member(item, 'summaries'));
  const numbers = list(member(list(member(item, 'identifiers'))[0], 'identifiers'));
  const ofType = (type: string) =>
    numbers.filter((entry) => member(entry, 'identifierType') === type).map((entry) => member(entry, 'identifier'));
  const { eans = [], upcs = [], isbns = [], model, partNumber } = identifiers ?? {};
  expect([eans, upcs, isbns]).toEqual([ofType('EAN'), ofType('UPC'), ofType('ISBN')]);
  expect([model, partNumber]).toEqual([member(summary, 'modelNumber'), member(summary, 'partNumber')]);
  expect((contributors ?? []).map(({ name }) => name)).toEqual(
    list(member(summary, 'contributors')).map((entry) => member(entry, 'value')),
  );
  const { manufacturer, color, size, isAdult, releaseDate, dimensions } = details ?? {};
  const stated = ['manufacturer', 'color', 'size', 'adultProduct', 'releaseDate'].map((name) => member(summary, name));
  expect([manufacturer, color, size, isAdult, releaseDate]).toEqual(stated);
  const height = member(member(list(member(item, 'dimensions'))[0], 'item'), 'height');
  if (height === undefined) expect(dimensions?.height).toBeUndefined();
  else expect(dimensions?.height?.value).toBeCloseTo(Number(member(height, 'value')), 3);
  const relations = list(member(list(member(item, 'relationships'))[0], 'relationships'));
  const varying = list(member(member(relations[0], 'variationTheme'), 'attributes'));
  expect((variationAttributes ?? []).map(({ name }) => name)).toEqual(varying);
}

/** The rank stands beside the name of the category that it is of. */
function holdRank({ category, salesRank }: Product, group: unknown): void {
  const stated = [...list(member(group, 'classificationRanks')), ...list(member(group, 'displayGroupRanks'))].map(
    (entry) => [member(entry, 'title'), member(entry, 'rank')],
  );
  if (stated.length === 0) expect(salesRank).toBeUndefined();
  else expect(stated).toContainEqual([category, salesRank]);
}

function holdListPrice(ours: { amount: string; currency: string } | undefined, stated: unknown): void {
  const value = member(stated, 'value');
  expect(ours === undefined ? 0 : Number(ours.amount)).toBe(value ?? 0);
  if (ours !== undefined) expect(ours.currency).toBe(member(stated, 'currency'));
}

function statedConsumerPrice(entry: unknown): unknown {
  const prices = list(member(member(member(entry, 'Product'), 'CompetitivePricing'), 'CompetitivePrices'));
  const consumer = prices.find((price) => (member(price, 'offerType') ?? 'B2C') === 'B2C');
  return member(member(member(consumer, 'Price'), 'ListingPrice'), 'Amount');
}

function statedBatchPrice(payload: unknown): unknown {
  const summary = member(payload, 'Summary');
  const isNew = (price: unknown) => String(member(price, 'condition')).toLowerCase() === 'new';
  const featured = list(member(summary, 'BuyBoxPrices')).find(isNew);
  if (featured !== undefined) return member(member(featured, 'ListingPrice'), 'Amount');
  const lowest = list(member(summary, 'LowestPrices')).filter(isNew);
  return Math.min(...lowest.map((price) => Number(member(member(price, 'ListingPrice'), 'Amount'))));
}

function floatOf({ offer }: { offer: { price?: { amount: string } } }): number | undefined {
  return offer.price === undefined ? undefined : Number(offer.price.amount);
}

/** The four ways in which the collections wrap an answer. */
function recorded(path: string): Recorded {
  const file = readRecordedJson(`spapi/${path}`);
  const exchange = member(file, 'response');
  const status = Number(member(exchange, 'status') ?? member(file, '_httpStatus') ?? 200);
  const headers = Object.fromEntries(
    Object.entries(member(exchange, 'headers') ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const body = path.startsWith('peddler/')
    ? member(exchange, 'body')
    : path.startsWith('issues/')
      ? member(file, 'body')
      : (exchange ?? file);
  return { status, headers, body };
}

function answering(status: number, body: unknown): Upstream {
  return {
    request: async () => ({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function asinOf(text: string): Asin {
  const asin = parseAsin(text);
  if (asin === undefined) throw new Error(`${text} is no ASIN`);
  return asin;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

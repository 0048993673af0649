import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, callPaapi, listAt } from './client.ts';
import { manualClock } from './clock.ts';
import { browseNodeId } from '../../src/sandbox/browse-node.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import type { SandboxProduct, SandboxState } from '../../src/sandbox/catalogue/product.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const clock = manualClock();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: clock.now });
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(() => clock.advance(1000));

const indian = { PartnerTag: 'sandbox-in-21', Marketplace: 'www.amazon.in' };
const offersV2 = ['OffersV2.Listings.Price', 'OffersV2.Listings.Availability', 'OffersV2.Listings.Condition'];

function inState(state: SandboxState): SandboxProduct {
  const product = sandboxProducts('IN').find((one) => one.state === state);
  if (product === undefined) throw new Error(`nothing is ${state}`);
  return product;
}

const asins = sandboxProducts('IN').map((product) => product.asin);

describe('GetItems', () => {
  test('answers ten ids at once, in another order than requested, with the requested resources only', async () => {
    const asked = asins.slice(0, 10);
    const answer = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds: asked, Resources: ['ItemInfo.Title'] });
    const items = listAt(answer, 'ItemsResult', 'Items');
    expect(answer.status).toBe(200);
    expect(new Set(items.map((item) => item['ASIN']))).toEqual(new Set(asked));
    expect(items).toHaveLength(10);
    expect(items.map((item) => item['ASIN'])).not.toEqual(asked);
    expect(new Set(items.flatMap((item) => Object.keys(item)))).toEqual(new Set(['ASIN', 'DetailPageURL', 'ItemInfo']));
  });

  test('shows money in major units, as OffersV2 and as Offers', async () => {
    const product = sandboxProducts('IN').find((one) => one.listPrice !== undefined && one.state === 'IN_STOCK');
    const Resources = [...offersV2, 'Offers.Listings.Price', 'Offers.Listings.SavingBasis'];
    const answer = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds: [product?.asin], Resources });
    const item = ['ItemsResult', 'Items', 0] as const;
    const price = Number(product?.price?.amount);
    const list = Number(product?.listPrice?.amount);
    const v2 = [...item, 'OffersV2', 'Listings', 0, 'Price'] as const;
    expect(at(answer, ...v2, 'Money', 'Amount')).toBe(price);
    expect(at(answer, ...v2, 'SavingBasis', 'Money', 'Amount')).toBe(list);
    expect(at(answer, ...item, 'Offers', 'Listings', 0, 'Price', 'Amount')).toBe(price);
    expect(at(answer, ...item, 'Offers', 'Listings', 0, 'SavingBasis', 'Amount')).toBe(list);
  });

  test('answers 200 with errors for ids it does not know, and only errors when it knows none', async () => {
    const some = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds: ['B000000000', asins[0]] });
    expect(some.status).toBe(200);
    expect(at(some, 'Errors', 0, 'Message')).toBe('The ItemId B000000000 provided in the request is invalid.');
    expect(listAt(some, 'ItemsResult', 'Items')).toHaveLength(1);
    clock.advance(1000);
    const none = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds: ['B000000000'] });
    expect([none.status, at(none, 'ItemsResult')]).toEqual([200, undefined]);
  });

  test('has no offer for a sold-out product, no price for a hidden one, and a used offer where there is no other', async () => {
    const ItemIds = [inState('OUT_OF_STOCK'), inState('HIDDEN_PRICE'), inState('USED_ONLY')].map(({ asin }) => asin);
    const answer = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds, Resources: offersV2 });
    const byAsin = new Map(listAt(answer, 'ItemsResult', 'Items').map((item) => [item['ASIN'], item]));
    expect(byAsin.get(ItemIds[0])).not.toHaveProperty('OffersV2');
    expect(byAsin.get(ItemIds[1])).toMatchObject({ OffersV2: { Listings: [{ ViolatesMAP: true }] } });
    expect(byAsin.get(ItemIds[1])).not.toHaveProperty('OffersV2.Listings.0.Price');
    expect(byAsin.get(ItemIds[2])).toMatchObject({ OffersV2: { Listings: [{ Condition: { Value: 'Used' } }] } });
  });

  test.each([
    ['eleven ids', { ItemIds: asins.slice(0, 11) }, 'InvalidParameterValue'],
    ['one malformed id among good ones', { ItemIds: [asins[0], '9791186701072'] }, 'InvalidParameterValue'],
    ['no ids', {}, 'MissingParameter'],
    ['an unknown resource', { ItemIds: [asins[0]], Resources: ['ItemInfo.Titel'] }, 'InvalidParameterValue'],
    [
      'an older resource without its leaf',
      { ItemIds: [asins[0]], Resources: ['Offers.Listings.Availability'] },
      'InvalidParameterValue',
    ],
    ['two languages', { ItemIds: [asins[0]], LanguagesOfPreference: ['en_IN', 'hi_IN'] }, 'InvalidParameterValue'],
    [
      'a language of another marketplace',
      { ItemIds: [asins[0]], LanguagesOfPreference: ['de_DE'] },
      'InvalidParameterValue',
    ],
    ['a tag of another marketplace', { ItemIds: [asins[0]], PartnerTag: 'sandbox-us-20' }, 'InvalidPartnerTag'],
    ['a marketplace that it does not serve', { Marketplace: 'www.amazon.se' }, 'InvalidPartnerTag'],
    ['a marketplace that Amazon does not have', { Marketplace: 'www.example.org' }, 'InvalidParameterValue'],
  ])('refuses the whole call for %s', async (_what, body, code) => {
    const answer = await callPaapi(sandbox, 'GetItems', { ...indian, ...body });
    expect([answer.status, at(answer, 'Errors', 0, 'Code')]).toEqual([400, code]);
  });

  test.each([
    ['a wrong secret', { secret: 'wrong' }, 401, 'InvalidSignature'],
    ['the region of another marketplace', { region: 'us-east-1' }, 401, 'InvalidSignature'],
    ['a clock that is off', { at: new Date(Date.now() - 20 * 60 * 1000) }, 401, 'RequestExpired'],
  ])('refuses %s', async (_what, changes, status, code) => {
    const answer = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds: [asins[0]] }, changes);
    expect([answer.status, at(answer, 'Errors', 0, 'Code')]).toEqual([status, code]);
  });

  test('accepts a signature over more headers than the official client signs', async () => {
    const answer = await callPaapi(sandbox, 'GetItems', { ...indian, ItemIds: [asins[0]] }, { extraHeader: true });
    expect(answer.status).toBe(200);
  });

  test('takes one call a second and answers the next with 429', async () => {
    const body = { ...indian, ItemIds: [asins[0]] };
    const first = await callPaapi(sandbox, 'GetItems', body);
    const second = await callPaapi(sandbox, 'GetItems', body);
    expect([first.status, second.status]).toEqual([200, 429]);
    expect(at(second, '__type')).toBe('com.amazon.paapi5#TooManyRequestsException');
    clock.advance(1000);
    expect((await callPaapi(sandbox, 'GetItems', body)).status).toBe(200);
  });
});

describe('SearchItems', () => {
  const search = (body: object) => callPaapi(sandbox, 'SearchItems', { ...indian, Resources: offersV2, ...body });

  test('pages through the hits by ten, each once, and ends with NoResults', async () => {
    const seen: unknown[] = [];
    for (let page = 1; page <= 10; page++) {
      const answer = await search({ Keywords: 'a', ItemPage: page, Availability: 'IncludeOutOfStock' });
      expect(answer.status).toBe(200);
      seen.push(...listAt(answer, 'SearchResult', 'Items').map((item) => item['ASIN']));
      clock.advance(1000);
    }
    expect(seen).toHaveLength(100);
    expect(new Set(seen).size).toBe(100);
    const none = await search({ Keywords: 'nothing of the kind' });
    expect([none.status, at(none, 'Errors', 0, 'Code')]).toEqual([200, 'NoResults']);
  });

  test('takes prices in paise and sorts by them', async () => {
    const answer = await search({ Keywords: 'a', MinPrice: 500_000, MaxPrice: 2_000_000, SortBy: 'Price:LowToHigh' });
    const items = listAt(answer, 'SearchResult', 'Items').map((item) => JSON.stringify(item));
    const amounts = items.map((item) => Number(/"Amount":([\d.]+)/.exec(item)?.[1]));
    expect(amounts).toHaveLength(10);
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
    expect(Math.min(...amounts)).toBeGreaterThanOrEqual(5000);
    expect(Math.max(...amounts)).toBeLessThanOrEqual(20_000);
  });

  test('filters by category, brand, rating and saving', async () => {
    const wanted = sandboxProducts('IN').find((one) => (one.rating ?? 0) >= 4 && one.listPrice !== undefined);
    const answer = await search({
      Keywords: 'a',
      SearchIndex: wanted?.category,
      Brand: wanted?.brand,
      MinReviewsRating: 4,
      MinSavingPercent: 5,
    });
    const found = listAt(answer, 'SearchResult', 'Items').map((item) => item['ASIN']);
    expect(found).toContain(wanted?.asin);
    for (const product of sandboxProducts('IN').filter((one) => found.includes(one.asin))) {
      expect(product).toMatchObject({ category: wanted?.category, brand: wanted?.brand });
    }
  });

  test.each([
    ['nothing to look for', {}],
    ['an unknown category', { Keywords: 'a', SearchIndex: 'Gadgets' }],
    ['an eleventh page', { Keywords: 'a', ItemPage: 11 }],
    ['a price in major units', { Keywords: 'a', MinPrice: 12.5 }],
    ['a browse node in words', { Keywords: 'a', BrowseNodeId: 'tea' }],
    ['an unknown way of delivery', { Keywords: 'a', DeliveryFlags: ['Prime', 'AmazonPrime'] }],
    ['a way of delivery without its list', { Keywords: 'a', DeliveryFlags: 'Prime' }],
    ['a language of another marketplace', { Keywords: 'a', LanguagesOfPreference: ['de_DE'] }],
    ['a currency that the marketplace does not convert to', { Keywords: 'a', CurrencyOfPreference: 'EUR' }],
    ['five stars', { Keywords: 'a', MinReviewsRating: 5 }],
  ])('refuses %s', async (_what, body) => {
    expect((await search(body)).status).toBe(400);
  });
});

describe('GetVariations and GetBrowseNodes', () => {
  const family = sandboxProducts('IN').find(({ state }) => state === 'PARENT');
  const noun = family?.noun ?? '';

  test('return a family by its parent or by any member, page by page, with its dimension', async () => {
    const Resources = ['ItemInfo.Title', 'VariationSummary.VariationDimension'];
    for (const ASIN of [family?.asin, family?.childAsins[1]]) {
      const answer = await callPaapi(sandbox, 'GetVariations', { ...indian, ASIN, VariationCount: 2, Resources });
      clock.advance(1000);
      const items = listAt(answer, 'VariationsResult', 'Items');
      expect(items.map((item) => item['ASIN'])).toEqual(family?.childAsins.slice(0, 2));
      expect(at(answer, 'VariationsResult', 'VariationSummary')).toMatchObject({
        PageCount: 2,
        VariationCount: 3,
        VariationDimensions: [{ Name: 'color_name' }],
      });
    }
  });

  test('say that a product without variations has no results', async () => {
    const single = sandboxProducts('IN').find(
      ({ state, parentAsin }) => state === 'IN_STOCK' && parentAsin === undefined,
    );
    const answer = await callPaapi(sandbox, 'GetVariations', { ...indian, ASIN: single?.asin });
    expect([answer.status, at(answer, 'Errors', 0, 'Code')]).toEqual([200, 'NoResults']);
  });

  test('return browse nodes with ancestor and children, and name the ids that do not exist', async () => {
    const BrowseNodeIds = [browseNodeId(noun), '1'];
    const Resources = ['BrowseNodes.Ancestor', 'BrowseNodes.Children'];
    const answer = await callPaapi(sandbox, 'GetBrowseNodes', { ...indian, BrowseNodeIds, Resources });
    expect(at(answer, 'BrowseNodesResult', 'BrowseNodes', 0)).toMatchObject({
      DisplayName: noun,
      IsRoot: false,
      Ancestor: { DisplayName: family?.department },
    });
    expect(at(answer, 'Errors', 0, 'Message')).toBe('The BrowseNodeId 1 provided in the request is invalid.');
  });
});

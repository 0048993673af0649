import { describe, expect, test } from 'vitest';
import type { Asin } from '../../../src/product/asin.ts';
import type { SearchTerms } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import type { SpApiClient } from '../../../src/source/sp-api/client.ts';
import type { PricingClient } from '../../../src/source/sp-api/pricing-client.ts';
import { competitiveResult, unknownOffer, type PriceResult } from '../../../src/source/sp-api/pricing.ts';
import type { SpApiRequest } from '../../../src/source/sp-api/requests.ts';
import { ignoresTerms, searchPage } from '../../../src/source/sp-api/search.ts';
import { anItem, aPage, asin, competitive, featured, india } from './answers.ts';

const [one, two, three] = [asin('B0SPAPI001'), asin('B0SPAPI002'), asin('B0SPAPI003')];
const soldOut = competitive(two, { NumberOfOfferListings: [{ condition: 'Used', Count: 1 }] });

function search(
  terms: Partial<SearchTerms>,
  page: { readonly body: unknown },
  price: (id: Asin) => PriceResult = (id) => competitiveResult(featured(id, 1999)),
) {
  const asked: SpApiRequest[] = [];
  const client: SpApiClient = {
    ready: async () => undefined,
    async call(request) {
      asked.push(request);
      return page.body;
    },
  };
  const pricing: PricingClient = {
    featured: async (ids) => new Map(ids.map((id) => [id, price(id)])),
    withAllOffers: () => Promise.reject(new Error('a search asks for featured offers only')),
  };
  const all = { query: 'steel pan', includeOutOfStock: false, sort: 'RELEVANCE', ...terms } as const;
  const window = { marketplace: 'IN', signal: new AbortController().signal, leftMs: () => 5_000 } as const;
  return { asked, page: searchPage(all, undefined, client, pricing, window) };
}

function busy(): PriceResult {
  return { kind: 'failed', offer: unknownOffer, error: new SourceError('BUSY', 'no permit in time') };
}

describe('a page of a keyword search', () => {
  const items = [anItem(three), anItem(one), anItem(two)];

  test('hits stand in Amazon’s order, with the featured price', async () => {
    const { hits } = await search({}, aPage(items)).page;
    expect(hits.map((hit) => [hit.asin, hit.price?.amount])).toEqual([three, one, two].map((id) => [id, '1999.00']));
  });

  test('the total is as Amazon estimates it, of which a thousand can be reached', async () => {
    const pagination = { nextToken: 'token-2' };
    const many = await search({}, aPage(items, { numberOfResults: 50_793_154, pagination })).page;
    expect(many).toMatchObject({ totalCount: 50_793_154, reachableCount: 1_000, next: 'token-2' });
    const beyond = await search({}, aPage(items, { numberOfResults: 2 ** 31 })).page;
    expect(beyond).not.toHaveProperty('totalCount');
    const few = await search({}, aPage(items)).page;
    expect(few).toMatchObject({ totalCount: 3, reachableCount: 3 });
  });

  test('a browse node is asked for as a classification, and a title filters the hits', async () => {
    const { asked, page } = search({ browseNodeId: '976442031', title: 'nowhere' }, aPage(items));
    expect((await page).hits).toEqual([]);
    expect(asked[0]?.path).toContain('&classificationIds=976442031&');
    const title = (await search({}, aPage(items)).page).hits[0]?.title ?? '';
    expect((await search({ title: title.toUpperCase() }, aPage(items)).page).hits.map((hit) => hit.asin)).toEqual([
      three,
    ]);
  });

  test('an author filters the hits by those who made them', async () => {
    const book = (contributors: unknown) =>
      anItem(three, { summaries: [{ marketplaceId: india, itemName: 'A book', contributors }] });
    const page = aPage([book([{ value: 'Ira M. Vellanti' }]), anItem(one), anItem(two)]);
    const { hits } = await search({ author: 'vellanti ira' }, page).page;
    expect(hits.map((hit) => hit.asin)).toEqual([three]);
  });

  test('facets are brands and classifications; an id that is no browse node fits no filter', async () => {
    const refinements = {
      brands: [{ numberOfResults: 7, brandName: 'Acme' }, { numberOfResults: 1 }],
      classifications: [
        { numberOfResults: 5, displayName: 'Pans', classificationId: '976442031' },
        { numberOfResults: 2, displayName: 'Sale', classificationId: '9f1c-uuid' },
      ],
    };
    expect((await search({}, aPage(items, { refinements })).page).refinements).toEqual([
      { name: 'Brand', bins: [{ name: 'Acme', id: 'Acme', brand: 'Acme' }] },
      {
        name: 'Category',
        bins: [
          { name: 'Pans', id: '976442031', browseNodeId: '976442031' },
          { name: 'Sale', id: '9f1c-uuid' },
        ],
      },
    ]);
    for (const none of [undefined, null, 'x', [], { brands: {} }]) {
      expect(await search({}, aPage(items, { refinements: none })).page).not.toHaveProperty('refinements');
    }
  });

  test('there is no next page after an empty token, no token, or an empty page', async () => {
    expect(await search({}, aPage(items, { pagination: { nextToken: '' } })).page).not.toHaveProperty('next');
    expect(await search({}, aPage(items)).page).not.toHaveProperty('next');
    expect(await search({}, aPage([], { pagination: { nextToken: 'again' } })).page).not.toHaveProperty('next');
  });

  test('hits without a price to be had are listed without one', async () => {
    const { hits } = await search({}, aPage(items), busy).page;
    expect(hits.map(({ price, priceStatus }) => [price, priceStatus])).toEqual(
      items.map(() => [undefined, 'NOT_PROVIDED']),
    );
  });

  test('price and savings are filtered on what the hits cost', async () => {
    const price = (id: Asin) => competitiveResult(featured(id, id === one ? 999.5 : id === two ? 1000 : 2400));
    const asins = async (terms: Partial<SearchTerms>) =>
      (await search(terms, aPage(items), price).page).hits.map((hit) => hit.asin);
    expect(await asins({ minPrice: '1000' })).toEqual([three, two]);
    expect(await asins({ maxPrice: '1000.00' })).toEqual([one, two]);
    expect(await asins({ minPrice: '999.5', maxPrice: '999.50' })).toEqual([one]);
    expect(await asins({ minSavingPercent: 50 })).toEqual([one, two]);
  });

  test('a price filter without available prices fails the search instead of finding nothing', async () => {
    await expect(search({ minPrice: '1' }, aPage(items), busy).page).rejects.toMatchObject({ code: 'BUSY' });
    await expect(search({ minPrice: '1' }, aPage([]), busy).page).resolves.toMatchObject({ hits: [] });
  });

  test('products that are sold out are omitted unless requested', async () => {
    const price = (id: Asin) => competitiveResult(id === two ? soldOut : featured(id, 10));
    const without = await search({}, aPage(items), price).page;
    expect(without.hits.map((hit) => hit.asin)).toEqual([three, one]);
    const all = await search({ includeOutOfStock: true }, aPage(items), price).page;
    expect(all.hits).toHaveLength(3);
  });

  test('category, rating and order are ignored, and nothing else', () => {
    const plain = { query: 'pan', includeOutOfStock: false, sort: 'RELEVANCE' } as const;
    expect(ignoresTerms({ ...plain, category: 'All', brand: 'Synthco', minPrice: '1' })).toEqual([]);
    const terms = { ...plain, category: 'Books', minRating: 4, sort: 'FEATURED' } as const;
    expect(ignoresTerms(terms)).toEqual(['category', 'minRating', 'sort']);
  });

  test('ratings are unknown here, so a rating filter omits no hit', async () => {
    expect((await search({ minRating: 4 }, aPage(items)).page).hits).toHaveLength(3);
  });

  test('unreadable entries are skipped; a page of nothing else is malformed', async () => {
    expect((await search({}, aPage([{}, anItem(one), { asin: two }])).page).hits).toHaveLength(1);
    await expect(search({}, aPage([{ summaries: [] }])).page).rejects.toMatchObject({ code: 'MALFORMED' });
    await expect(search({}, aPage([{ asin: two }])).page).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  test('one catalogue call is made, for words', async () => {
    const { asked, page } = search({ brand: 'Synthco' }, aPage(items));
    await page;
    expect(asked.map(({ operation }) => operation)).toEqual(['catalog']);
    expect(asked[0]?.path).toContain('keywords=steel%20pan&brandNames=Synthco');
  });
});

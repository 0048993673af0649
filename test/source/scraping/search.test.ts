import { describe, expect, test } from 'vitest';
import type { MarketplaceCode } from '../../../src/product/marketplace.ts';
import type { SearchPage, SearchTerms } from '../../../src/source/source.ts';
import { aCall, fixture, someTerms } from './fixture.ts';
import { aMarketplace } from './page-server.ts';
import { searchFor } from '../../support/ask-source.ts';

async function searchIn(
  path: string,
  marketplace: MarketplaceCode,
  terms: Partial<SearchTerms> = {},
  page?: string,
): Promise<SearchPage> {
  return await searchFor(
    aMarketplace(() => ({ body: fixture(path) })).source,
    someTerms(terms),
    page,
    aCall(marketplace),
  );
}

async function askedFor(terms: Partial<SearchTerms>, page?: string, marketplace: MarketplaceCode = 'IN') {
  const { source, requests } = aMarketplace(() => ({ body: fixture('us/search-empty.html') }));
  await searchFor(source, someTerms(terms), page, aCall(marketplace));
  return Object.fromEntries(new URL(requests[0]?.url ?? '').searchParams);
}

describe('the address of a search', () => {
  test.each([
    ['words as they are', { query: 'café & crème' }, undefined, { k: 'café & crème' }],
    ['a later page', {}, '3', { k: 'kettle', page: '3' }],
    ['a category by the marketplace’s alias', { category: 'Books' }, undefined, { k: 'kettle', i: 'stripbooks' }],
    ['a category by its own name', { category: 'Electronics' }, undefined, { k: 'kettle', i: 'electronics' }],
    ['no category for all of them', { category: 'All' }, undefined, { k: 'kettle' }],
    ['prices in paise', { minPrice: '10', maxPrice: '99.50' }, undefined, { k: 'kettle', rh: 'p_36:1000-9950' }],
    ['an open end', { minPrice: '10' }, undefined, { k: 'kettle', rh: 'p_36:1000-' }],
    ['a browse node', { browseNodeId: '976442031' }, undefined, { k: 'kettle', rh: 'n:976442031' }],
    [
      'a browse node and prices',
      { browseNodeId: '976442031', maxPrice: '10' },
      undefined,
      { k: 'kettle', rh: 'n:976442031,p_36:-1000' },
    ],
    ['cheapest first', { sort: 'PRICE_LOW_TO_HIGH' }, undefined, { k: 'kettle', s: 'price-asc-rank' }],
    ['dearest first', { sort: 'PRICE_HIGH_TO_LOW' }, undefined, { k: 'kettle', s: 'price-desc-rank' }],
    ['best rated first', { sort: 'AVG_CUSTOMER_REVIEWS' }, undefined, { k: 'kettle', s: 'review-rank' }],
    ['newest first', { sort: 'NEWEST_ARRIVALS' }, undefined, { k: 'kettle', s: 'date-desc-rank' }],
    ['featured first', { sort: 'FEATURED' }, undefined, { k: 'kettle', s: 'exact-aware-popularity-rank' }],
  ] as const)('carries %s', async (_, terms, page, query) => {
    expect(await askedFor(terms, page)).toEqual(query);
  });

  test('prices in yen have no smaller unit', async () => {
    expect(await askedFor({ maxPrice: '2000' }, undefined, 'JP')).toMatchObject({ rh: 'p_36:-2000' });
  });
});

describe('hits', () => {
  test('have every word of the title, in any order', async () => {
    const { hits } = await searchIn('in/search.html', 'IN', { title: 'KETTLE copper' });
    expect(hits.map(({ asin }) => asin)).toEqual(['B0TESTIN01']);
  });

  test('are the organic ones in order, each once, sponsored ones left out', async () => {
    const { hits } = await searchIn('in/search.html', 'IN');
    expect(hits.map(({ asin }) => asin)).toEqual(['B0TESTIN01', 'B0TESTIN03', 'B0TESTIN04']);
  });

  test('carry title with brand, price, list price, stars, count and picture', async () => {
    const { hits } = await searchIn('in/search.html', 'IN');
    expect(hits[0]).toMatchObject({
      title: 'Asha Copper Kettle, 2 L',
      brand: 'Asha',
      price: { amount: '108999.00', currency: 'INR' },
      listPrice: { amount: '145332.00', currency: 'INR' },
      rating: 4.3,
      reviewCount: 10_400,
      imageUrl: 'https://m.media-amazon.com/images/I/71one._AC_UY218_.jpg',
      availability: 'IN_STOCK',
      priceStatus: 'AVAILABLE',
    });
  });

  test('of other sellers only have no price, and an exact count beats an abbreviated one', async () => {
    const hit = (await searchIn('in/search.html', 'IN')).hits[1];
    expect(hit).toMatchObject({ priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN', reviewCount: 1193 });
    expect(hit?.price).toBeUndefined();
  });

  test('that cost nothing with a subscription have an unknown price', async () => {
    expect((await searchIn('in/search.html', 'IN')).hits[2]?.price).toBeUndefined();
  });

  test('of the markup of 2022 are read', async () => {
    const { hits } = await searchIn('es/search-2022.html', 'ES', { includeOutOfStock: true });
    expect(hits).toMatchObject([
      { title: 'Hervidor de cobre', price: { amount: '44.32', currency: 'EUR' }, rating: 4.7, reviewCount: 7300 },
      { title: 'Hervidor agotado', availability: 'OUT_OF_STOCK' },
    ]);
  });

  test('that the terms exclude are left out', async () => {
    const asins = async (terms: Partial<SearchTerms>) =>
      (await searchIn('in/search.html', 'IN', terms)).hits.map(({ asin }) => asin);
    expect(await asins({ minRating: 4 })).toEqual(['B0TESTIN01']);
    expect(await asins({ minSavingPercent: 20 })).toEqual(['B0TESTIN01']);
    expect(await asins({ minSavingPercent: 26 })).toEqual([]);
    expect(await asins({ brand: 'ASHA' })).toEqual(['B0TESTIN01']);
    expect(await asins({ maxPrice: '100000' })).toEqual(['B0TESTIN03', 'B0TESTIN04']);
    expect((await searchIn('es/search-2022.html', 'ES')).hits).toHaveLength(1);
  });
});

describe('pages', () => {
  test('go on while the marketplace’s own pagination does, and say how far it reaches', async () => {
    const page = await searchIn('in/search.html', 'IN');
    expect(page).toMatchObject({ next: '2', totalCount: 515, reachableCount: 7 * 4 });
  });

  test('end where it ends, and at the twentieth', async () => {
    expect((await searchIn('es/search-2022.html', 'ES')).next).toBeUndefined();
    expect((await searchIn('in/search.html', 'IN', {}, '20')).next).toBeUndefined();
  });

  test('that do not exist are refused', async () => {
    for (const page of ['0', '21', 'x']) {
      await expect(searchIn('in/search.html', 'IN', {}, page)).rejects.toMatchObject({ code: 'MALFORMED' });
    }
  });

  test('without hits are empty, not an error', async () => {
    expect(await searchIn('us/search-empty.html', 'US')).toEqual({ hits: [], totalCount: 0, reachableCount: 0 });
  });

  test('that claim hits in a markup nobody knows are malformed, not empty', async () => {
    await expect(searchIn('us/search-unknown-markup.html', 'US')).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  test.each([
    ['us/robot-check.html', 'BLOCKED'],
    ['us/sorry.html', 'SERVER'],
    ['nl/not-found.html', 'MALFORMED'],
    ['us/home.html', 'MALFORMED'],
    ['us/old-deal.html', 'MALFORMED'],
  ])('of another kind fail: %s', async (path, code) => {
    await expect(searchIn(path, 'US')).rejects.toMatchObject({ name: 'SourceError', code });
  });
});

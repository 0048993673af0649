import { describe, expect, test } from 'vitest';
import type { SpApiClient } from '../../../src/source/sp-api/client.ts';
import { identify } from '../../../src/source/sp-api/identify.ts';
import type { SpApiRequest } from '../../../src/source/sp-api/requests.ts';
import { aPage, asin, india } from './answers.ts';

const ean = '4006381333931';
const other = '0036000291452';
const [one, two] = [asin('B0SPAPI001'), asin('B0SPAPI002')];

type Parts = { readonly rank?: number; readonly itemClassification?: string; readonly marketplaceId?: string };

function item(id: string, numbers: readonly string[], parts: Parts = {}) {
  const { rank, itemClassification = 'BASE_PRODUCT', marketplaceId = india } = parts;
  return {
    asin: id,
    summaries: [{ marketplaceId, itemClassification }],
    identifiers: [{ marketplaceId, identifiers: numbers.map((identifier) => ({ identifierType: 'EAN', identifier })) }],
    ...(rank !== undefined && { salesRanks: [{ marketplaceId, displayGroupRanks: [{ rank }] }] }),
  };
}

async function identified(eans: readonly string[], page: { readonly body: unknown }) {
  const asked: SpApiRequest[] = [];
  const client: SpApiClient = {
    ready: async () => undefined,
    async call(request) {
      asked.push(request);
      return page.body;
    },
  };
  const window = { marketplace: 'IN', signal: new AbortController().signal, leftMs: () => 5_000 } as const;
  return { found: await identify(eans, client, window), asked };
}

describe('a search for numbers', () => {
  test('is one call, and finds the product that has the very number in any form', async () => {
    const { found, asked } = await identified(
      [ean, other],
      aPage([item(two, ['036000291452']), item(one, [`0${ean}`])]),
    );
    expect(found).toEqual(
      new Map([
        [ean, { kind: 'found', asin: one }],
        [other, { kind: 'found', asin: two }],
      ]),
    );
    expect(asked.map(({ path }) => Object.fromEntries(new URLSearchParams(path.split('?')[1])))).toEqual([
      {
        identifiers: `${ean},${other}`,
        identifiersType: 'EAN',
        marketplaceIds: india,
        includedData: 'summaries,identifiers,salesRanks',
        pageSize: '20',
      },
    ]);
  });

  test('says that a number is no product’s when the answer is complete', async () => {
    const { found } = await identified([ean, other], aPage([item(one, [ean])]));
    expect(found.get(other)).toEqual({ kind: 'missing' });
  });

  test('prefers what is for sale, then the best rank', async () => {
    const parent = item('B0SPAPI000', [ean], { itemClassification: 'VARIATION_PARENT', rank: 1 });
    const { found } = await identified(
      [ean],
      aPage([parent, item(one, [ean], { rank: 900 }), item(two, [ean], { rank: 7 })]),
    );
    expect(found.get(ean)).toEqual({ kind: 'found', asin: two });
    expect((await identified([ean], aPage([parent]))).found.get(ean)).toMatchObject({ kind: 'found' });
  });

  test.each([
    ['an item has none of the numbers', aPage([item(one, ['9780306406157'])])],
    ['an item has the number in another marketplace', aPage([item(one, [ean], { marketplaceId: 'A1PA6795UKMFR9' })])],
    ['there are more pages', aPage([item(one, [other])], { pagination: { nextToken: 'more' } })],
    ['an item is unreadable', aPage([item(one, [other]), { asin: two }])],
    ['an item has no id', aPage([{ ...item(one, [other]), asin: '?' }])],
  ])('does not take a number for nobody’s when %s', async (_, page) => {
    const { found } = await identified([ean, other], page);
    expect(found.get(ean)).toMatchObject({ kind: 'failed', error: { code: 'MALFORMED' } });
  });

  test('fails as a whole when the answer has no items', async () => {
    await expect(identified([ean], { body: {} })).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});

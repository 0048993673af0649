import { describe, expect, test } from 'vitest';
import type { SpApiClient } from '../../../src/source/sp-api/client.ts';
import type { SpApiRequest } from '../../../src/source/sp-api/requests.ts';
import { variationsPage } from '../../../src/source/sp-api/variations.ts';
import { anItem, aPage, asin, india } from './answers.ts';

const [parent, one, two] = [asin('B0SPAPI001'), asin('B0SPAPI002'), asin('B0SPAPI003')];

const related = (...relationships: readonly object[]) => ({
  relationships: [{ marketplaceId: india, relationships }],
});
const variationTheme = { attributes: ['color', 'size', 'color', 7], theme: 'COLOR/SIZE' };
const aParent = anItem(parent, related({ type: 'VARIATION', childAsins: [one, two, one, 'nonsense'], variationTheme }));
const aChild = anItem(one, related({ type: 'VARIATION', parentAsins: [parent] }));

function variations(page: string | undefined, answer: { readonly body: unknown }, of = parent) {
  const asked: SpApiRequest[] = [];
  const client: SpApiClient = {
    ready: async () => undefined,
    async call(request) {
      asked.push(request);
      return answer.body;
    },
  };
  const window = { marketplace: 'IN', signal: new AbortController().signal, leftMs: () => 5_000 } as const;
  return { asked, page: variationsPage(of, page, client, window) };
}

describe('the variations that the catalogue relates', () => {
  test('are all on one page, each once, by their ASINs alone', async () => {
    const { asked, page } = variations(undefined, aPage([aParent]));
    expect(await page).toMatchObject({
      hits: [
        { asin: one, parentAsin: parent },
        { asin: two, parentAsin: parent },
      ],
      totalCount: 2,
      family: {
        dimensions: [
          { name: 'color', values: [] },
          { name: 'size', values: [] },
        ],
      },
    });
    expect((await page).hits[0]).not.toHaveProperty('title');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.path).toContain(`identifiers=${parent}`);
  });

  test('of a variation are on the page of its parent', async () => {
    expect(await variations(undefined, aPage([aChild]), one).page).toEqual({ hits: [], next: parent });
    const { asked, page } = variations(parent, aPage([aParent]), one);
    expect((await page).hits).toHaveLength(2);
    expect(asked[0]?.path).toContain(`identifiers=${parent}`);
  });

  test('are none for a parent that leads back to a variation, or for a case of bottles', async () => {
    const circle = anItem(parent, related({ type: 'VARIATION', parentAsins: [one] }));
    expect(await variations(parent, aPage([circle]), one).page).toEqual({ hits: [] });
    const bottles = anItem(parent, related({ type: 'PACKAGE_HIERARCHY', childAsins: [one] }));
    expect(await variations(undefined, aPage([bottles])).page).toEqual({ hits: [] });
  });

  test('are none for an unknown ASIN, and a failure for an unreadable entry', async () => {
    expect(await variations(undefined, aPage([])).page).toEqual({ hits: [] });
    await expect(variations(undefined, aPage([{ asin: parent }])).page).rejects.toMatchObject({ code: 'MALFORMED' });
  });
});

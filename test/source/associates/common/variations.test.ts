import { describe, expect, test } from 'vitest';
import type { SearchPage, Source, VariationsQuestion } from '../../../../src/source/source.ts';
import { variationsPageKeyOf } from '../../../../src/source/variations-question.ts';
import { asinOf } from '../../../support/asins.ts';
import { setStage as setCreatorsStage } from '../creators-api/stage.ts';
import { setStage as setPaApiStage } from '../pa-api/stage.ts';
import type { Received, Reply, StandIn } from './stand-in.ts';

type SetStage = (
  respond: (request: Received) => Reply,
) => Promise<AsyncDisposable & { readonly source: Source; readonly amazon: StandIn }>;

const stages: readonly (readonly [string, SetStage])[] = [
  ['Creators API', setCreatorsStage],
  ['PA-API', setPaApiStage],
];

const asked: VariationsQuestion = { marketplace: 'IN', asin: asinOf('B0PARENT01') };

async function variations(source: Source, parts: Partial<VariationsQuestion> = {}): Promise<SearchPage | undefined> {
  const question = { ...asked, ...parts };
  const context = { ...question, signal: new AbortController().signal, budgetMs: 5_000 };
  const pages = await source.operations.variations?.perform([question], context);
  return pages?.get(variationsPageKeyOf(question));
}

const item = (asin: string, colour: string) => ({
  asin,
  parentASIN: 'B0PARENT01',
  itemInfo: { title: { displayValue: `Lamp, ${colour}` } },
  variationAttributes: [{ name: 'color_name', value: colour }],
});

const summary = {
  pageCount: 2,
  variationCount: 12,
  price: {
    highestPrice: { amount: 1299, currency: 'INR', displayAmount: '₹1,299.00' },
    lowestPrice: { amount: 99.5, currency: 'INR', displayAmount: '₹99.50' },
  },
  variationDimensions: [{ displayName: 'Colour', name: 'color_name', values: ['Red', 'Blue'] }],
};

const answering = (items: readonly unknown[], variationSummary: unknown = summary) => ({
  body: { variationsResult: { items, variationSummary } },
});

describe.each(stages)('GetVariations of the %s', (name, setStage) => {
  test('one call lists ten variations with their attributes, what they differ in, in the same words, and the range of prices', async () => {
    await using stage = await setStage(() => answering([item('B000000001', 'Red'), item('B000000002', 'Blue')]));
    const page = await variations(stage.source, { language: 'hi_IN' });
    expect(page).toMatchObject({
      hits: [
        {
          asin: 'B000000001',
          parentAsin: 'B0PARENT01',
          language: 'hi_IN',
          variationAttributes: [{ name: 'Colour', value: 'Red' }],
        },
        { asin: 'B000000002' },
      ],
      totalCount: 12,
      next: '2',
      family: {
        dimensions: [{ name: 'Colour', values: ['Red', 'Blue'] }],
        lowestPrice: { amount: '99.50', currency: 'INR' },
        highestPrice: { amount: '1299.00', currency: 'INR' },
      },
    });
    const calls = stage.amazon.received.filter(({ path }) => path !== '/token');
    const body = JSON.parse(calls[0]?.body ?? '{}');
    expect(calls).toHaveLength(1);
    expect(body[name === 'PA-API' ? 'ASIN' : 'asin']).toBe('B0PARENT01');
    const text = (calls[0]?.body ?? '').toLowerCase();
    expect(calls[0]?.path.toLowerCase()).toMatch(/getvariations$/);
    for (const part of ['"condition":"new"', '"variationpage":1', '"variationcount":10', '"hi_in"'])
      expect(text).toContain(part);
    expect(text).toContain('variationsummary.variationdimension');
  });

  test('the last page has no next one', async () => {
    await using stage = await setStage(() => answering([item('B000000001', 'Red')]));
    const page = await variations(stage.source, { page: '2' });
    expect(page?.next).toBeUndefined();
    expect(page?.hits).toHaveLength(1);
  });

  test('an answer without a summary is a page of its own', async () => {
    await using stage = await setStage(() => answering([item('B000000001', 'Red')], null));
    expect(await variations(stage.source)).toMatchObject({ family: { dimensions: [] } });
  });

  test('an ASIN without variations, or one that the marketplace does not have, has none', async () => {
    const noResults = { errors: [{ code: 'NoResults', message: 'No results found for your request.' }] };
    await using stage = await setStage(() => ({ status: name === 'PA-API' ? 200 : 404, body: noResults }));
    expect(await variations(stage.source)).toMatchObject({ hits: [] });
    const message = 'The ItemId B0PARENT01 provided in the request is invalid.';
    const invalid = { errors: [{ code: 'InvalidParameterValue', message }] };
    await using other = await setStage(() => ({ status: 400, body: invalid }));
    expect(await variations(other.source)).toMatchObject({ hits: [] });
  });

  test('an answer that cannot be read is a failure, and not an empty list', async () => {
    await using stage = await setStage(() => answering([{ itemInfo: {} }]));
    await expect(variations(stage.source)).rejects.toMatchObject({ code: 'MALFORMED' });
    await using down = await setStage(() => ({ status: 503, body: {} }));
    await expect(variations(down.source)).rejects.toMatchObject({ name: 'SourceError' });
  });
});

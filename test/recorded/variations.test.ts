import { describe, expect, test } from 'vitest';
import type { SearchPage, Source } from '../../src/source/source.ts';
import { variationsPageKeyOf } from '../../src/source/variations-question.ts';
import { asinOf } from '../support/asins.ts';
import { hasRecordings, readRecorded, readRecordedJson } from '../support/recorded.ts';
import { setStage as setCreatorsStage } from '../source/associates/creators-api/stage.ts';
import { setStage as setPaApiStage } from '../source/associates/pa-api/stage.ts';
import { fieldOf, recordingsOf, type Family } from './replay.ts';

const recordings = (['creators', 'paapi'] as const).flatMap((family) =>
  recordingsOf(family)
    .filter((name) => resultOf(readRecordedJson(`${family}/${name}`)) !== undefined)
    .map((name) => [family, name] as const),
);

describe.runIf(hasRecordings)('recorded answers of GetVariations', () => {
  test('there are some of both APIs', () => {
    expect(new Set(recordings.map(([family]) => family))).toEqual(new Set(['creators', 'paapi']));
  });

  test.each(recordings)(
    '%s/%s: the variations, their attributes and their summary as they say',
    async (family, name) => {
      const result = resultOf(readRecordedJson(`${family}/${name}`));
      const items = listOf(fieldOf(result, 'items'));
      const summary = fieldOf(result, 'variationSummary');
      const dimensions = listOf(fieldOf(summary, 'variationDimensions'));
      await using stage = await setStage(family, readRecorded(`${family}/${name}`));
      const page = await variations(stage.source);
      expect(page?.hits.map(({ asin, variationAttributes }) => [asin, variationAttributes])).toEqual(
        items.map((item) => [fieldOf(item, 'asin'), attributesOf(item, dimensions)]),
      );
      expect(page?.totalCount).toBe(fieldOf(summary, 'variationCount'));
      expect(page?.next).toBe(Number(fieldOf(summary, 'pageCount')) > 1 ? '2' : undefined);
      expect(page?.family?.dimensions).toEqual(
        dimensions.map((dimension) => ({
          name: fieldOf(dimension, 'displayName'),
          values: fieldOf(dimension, 'values'),
        })),
      );
      const price = fieldOf(summary, 'price');
      expect(Number(page?.family?.lowestPrice?.amount)).toBe(fieldOf(fieldOf(price, 'lowestPrice'), 'amount'));
      expect(Number(page?.family?.highestPrice?.amount)).toBe(fieldOf(fieldOf(price, 'highestPrice'), 'amount'));
      expect(page?.family?.lowestPrice?.currency).toBe(fieldOf(fieldOf(price, 'lowestPrice'), 'currency'));
    },
  );
});

async function setStage(family: Family, body: Buffer): Promise<AsyncDisposable & { readonly source: Source }> {
  return family === 'paapi' ? await setPaApiStage(() => ({ body })) : await setCreatorsStage(() => ({ body }), '3.1');
}

async function variations(source: Source): Promise<SearchPage | undefined> {
  const question = { marketplace: 'US', asin: asinOf('B0PARENT01') } as const;
  const context = { ...question, signal: new AbortController().signal, budgetMs: 5_000 };
  const pages = await source.operations.variations?.perform([question], context);
  return pages?.get(variationsPageKeyOf(question));
}

function resultOf(recording: unknown): unknown {
  return fieldOf(recording, 'variationsResult');
}

function attributesOf(item: unknown, dimensions: readonly unknown[]): readonly unknown[] {
  return listOf(fieldOf(item, 'variationAttributes')).map((attribute) => {
    const dimension = dimensions.find((one) => fieldOf(one, 'name') === fieldOf(attribute, 'name'));
    return { name: fieldOf(dimension, 'displayName'), value: fieldOf(attribute, 'value') };
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

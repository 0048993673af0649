import { beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../../src/product/product.ts';
import { sourceDefinitions } from '../../src/source/definitions.ts';
import { hasRecordings } from '../support/recorded.ts';
import { recordedProducts, sandboxFindings } from './answers-of-sources.ts';

/** They come from the question, or are computed from other fields. */
const derived = new Set('asin marketplace language currency productUrl imageUrl savingsPercent'.split(' '));
/** Fields that every product has, with the value that means nothing is known. */
const unknown: Readonly<Record<string, string>> = { priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' };

describe.each(sourceDefinitions)('$id', ({ id, provides }) => {
  let given: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    const products = [...((await recordedProducts[id]?.()) ?? []), ...(await sandboxFindings(id))];
    given = new Set(products.flatMap(fieldsOf));
  }, 60_000);

  test('provides no field that it does not declare', () => {
    expect([...given].filter((name) => !provides.some((declared) => declared === name))).toEqual([]);
  });

  test.runIf(hasRecordings)('provides every field that it declares, in a recorded answer or in the sandbox', () => {
    expect(provides.filter((name) => !given.has(name))).toEqual([]);
  });
});

/** The fields of `details` are declared one by one. */
function fieldsOf({ details = {}, ...product }: Product): readonly string[] {
  const ofDetails = Object.entries(details).map(([name, value]) => [`details.${name}`, value] as const);
  return [...Object.entries(product), ...ofDetails]
    .filter(([name, value]) => !derived.has(name) && unknown[name] !== value && !isEmpty(value))
    .map(([name]) => name);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

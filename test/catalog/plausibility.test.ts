import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer, ProductAnswer } from '../../src/catalog/answer.ts';
import type { Product } from '../../src/product/product.ts';
import { SourceError } from '../../src/source/source-error.ts';
import { lookupOperation, type LookUp } from '../../src/source/operations.ts';
import type { Finding, Source } from '../../src/source/source.ts';
import { aCatalog, aKey, anOperation, type CatalogUnderTest } from '../support/a-catalog.ts';
import { asinNumber } from '../support/asins.ts';
import { aProductOf, fakeSource, type FakeBehaviour } from '../support/fake-source.ts';
import { lookUp } from '../support/ask-source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asin = asinNumber(1);
const hourMs = 3_600_000;
const right = aProductOf(asin, 'IN', { price: { amount: '1299.00', currency: 'INR' } });
const misread: Product = { ...right, price: { amount: '129900.00', currency: 'INR' } };
/** Too little to be accepted, but with a price. */
const sparse = ({ title: _title, rating: _rating, imageUrl: _imageUrl, ...rest }: Product): Product => rest;

/** A source whose findings are taken one after the other; the last one stays. */
function saying(findings: readonly (Product | 'fails')[], behaviour: FakeBehaviour = {}): Source {
  const left = [...findings];
  return fakeSource({
    lookup: async () => {
      const next = left.length > 1 ? left.shift() : left[0];
      if (next === undefined || next === 'fails') throw new SourceError('MALFORMED', 'odd');
      return new Map<typeof asin, Finding>([[asin, { kind: 'found', product: next }]]);
    },
    ...behaviour,
  });
}

const page = (findings: readonly (Product | 'fails')[], behaviour: FakeBehaviour = {}): Source => ({
  ...saying(findings, { id: 'SCRAPING', accuracy: 0.75, ...behaviour }),
  readsText: true,
});

async function ask({ catalog }: CatalogUnderTest, realTime = false): Promise<ProductAnswer> {
  const asked = catalog.products([aKey(asin, { realTime })], anOperation());
  await vi.advanceTimersByTimeAsync(10_000);
  const [answer] = await asked;
  if (answer?.kind !== 'product') throw new Error(`no product: ${JSON.stringify(answer)}`);
  return answer;
}

const trail = ({ attempts }: Pick<Answer, 'attempts'>) =>
  attempts.map(({ source, outcome, code }) => [source, outcome, code].filter(Boolean).join(' '));

describe('a price from a page that contradicts what is known by a factor of 100', () => {
  test('is rejected if there is a fresh copy, which answers instead', async () => {
    const built = aCatalog([saying([right, 'fails']), page([misread])]);
    await ask(built);
    const answer = await ask(built, true);
    expect(answer.product.price?.amount).toBe('1299.00');
    expect(trail(answer)).toEqual(['CREATORS_API FAILED MALFORMED', 'SCRAPING REJECTED IMPLAUSIBLE']);
    expect(answer.attempts[1]?.message).toContain('factor of 100');
    expect(answer.quality().acceptable).toBe(true);
  });

  test('is rejected if there is a stale copy', async () => {
    const built = aCatalog([saying([right, 'fails']), page([misread])]);
    await ask(built);
    await vi.advanceTimersByTimeAsync(5 * hourMs);
    const answer = await ask(built);
    expect(answer).toMatchObject({ cacheStatus: 'STALE', product: { price: { amount: '1299.00' } } });
    expect(trail(answer)).toContain('SCRAPING REJECTED IMPLAUSIBLE');
  });

  test('is rejected if it contradicts an API in the same lookup, and the chain goes on', async () => {
    const last = saying([right], { id: 'PA_API' });
    const built = aCatalog([saying([sparse(right)]), page([misread]), last]);
    const answer = await ask(built);
    expect(answer).toMatchObject({ source: 'PA_API', product: { price: { amount: '1299.00' } } });
    expect(trail(answer)).toEqual(['CREATORS_API REJECTED', 'SCRAPING REJECTED IMPLAUSIBLE', 'PA_API FOUND']);
  });

  test('never takes the place of what was not accepted for its score only', async () => {
    const answer = await ask(aCatalog([saying([sparse(right)]), page([misread])]));
    expect(answer).toMatchObject({ source: 'CREATORS_API', product: { price: { amount: '1299.00' } } });
  });

  test('proves that the product exists: an API that has none is not believed for it', async () => {
    const missing = saying([right]);
    let asked = 0;
    const lookup: LookUp = async (asins, context) => {
      asked += 1;
      return asked === 1 ? await lookUp(missing, asins, context) : new Map([[asin, { kind: 'missing' }]]);
    };
    const api = { ...missing, operations: { ...missing.operations, lookup: lookupOperation(10, lookup) } };
    const built = aCatalog([api, page([misread])]);
    await ask(built);
    const answer = await ask(built, true);
    expect(answer.product.price?.amount).toBe('1299.00');
    expect(trail(answer)).toEqual(['CREATORS_API MISSING', 'SCRAPING REJECTED IMPLAUSIBLE']);
  });

  test('from an API is believed: it does not read text', async () => {
    const built = aCatalog([saying([right, misread])]);
    await ask(built);
    expect((await ask(built, true)).product.price?.amount).toBe('129900.00');
  });
});

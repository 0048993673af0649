import { describe, expect, test } from 'vitest';
import type { Answer, ProductRequest } from '../../src/catalog/answer.ts';
import { aProduct } from '../support/a-product.ts';
import { asinNumber, asinNumbers } from '../support/asins.ts';
import { aGateway, anAttempt, aProductAnswer } from './a-graphql-server.ts';

const asin = 'B0CR7G9V56';

function notFound({ asin: asked, marketplace }: ProductRequest): Answer {
  const attempts = [{ ...anAttempt, outcome: 'MISSING' as const }];
  return { kind: 'not-found', asin: asked, marketplace, attempts, expiresAt: 0 };
}

function unavailable({ asin: asked, marketplace }: ProductRequest): Answer {
  const attempts = [{ source: 'PA_API', outcome: 'FAILED', code: 'DAY_QUOTA', durationMs: 3.123_456 } as const];
  const why = { code: 'QUOTA_EXHAUSTED', message: 'The day is used up.', retryable: true, retryAfterMs: 1000 } as const;
  return { kind: 'unavailable', asin: asked, marketplace, ...why, attempts };
}

describe('product', () => {
  test('a product has exact prices, quality and provenance', async () => {
    const { ask } = aGateway();
    const { data, errors } = await ask(`{
      product(asin: " b0cr7g9v56 ") {
        id asin marketplace productUrl title price { amount currency formatted } listPrice { amount formatted }
        quality { completeness accuracy freshness overall acceptable }
        provenance { source cacheStatus fetchedAt expiresAt disclaimer attempts { source outcome code durationMs } }
        salesRank parentAsin
      }
    }`);
    expect(errors).toBeUndefined();
    expect(data?.['product']).toMatchObject({
      id: `IN:${asin}`,
      productUrl: `https://www.amazon.in/dp/${asin}`,
      price: { amount: '1299.00', currency: 'INR', formatted: '₹1,299.00' },
      listPrice: { amount: '1999.00', formatted: null },
      quality: { completeness: 1, accuracy: 0.95, freshness: 1, overall: 0.98, acceptable: true },
      provenance: {
        source: 'CREATORS_API',
        cacheStatus: 'LIVE',
        fetchedAt: '2026-06-01T10:00:00.000Z',
        expiresAt: '2026-06-01T11:00:00.000Z',
        disclaimer: null,
        attempts: [{ source: 'CREATORS_API', outcome: 'FOUND', code: null, durationMs: 12.3 }],
      },
      salesRank: null,
      parentAsin: null,
    });
  });

  test('the disclaimer that a licence requires is returned with the answers that have one, and with no others', async () => {
    const disclaimer = async (answer: Answer) => {
      const { ask } = aGateway({ product: () => answer });
      return (await ask(`{ product(asin: "${asin}") { provenance { disclaimer } } }`)).data?.['product'];
    };
    const shown = { disclaimer: 'Prices are subject to change.' };
    expect(await disclaimer(aProductAnswer(aProduct(), shown))).toEqual({ provenance: shown });
    expect(await disclaimer(aProductAnswer(aProduct()))).toEqual({ provenance: { disclaimer: null } });
  });

  test('a product that does not exist is null without an error', async () => {
    const { ask } = aGateway({ product: notFound });
    expect(await ask(`{ product(asin: "${asin}") { id } }`)).toEqual({ data: { product: null } });
  });

  test('an unavailable product is null with an error that says why and when to retry', async () => {
    const { ask, events } = aGateway({ product: unavailable });
    const { data, errors } = await ask(`{ mine: product(asin: "${asin}", marketplace: US) { id } }`);
    expect(data).toEqual({ mine: null });
    expect(errors).toMatchObject([
      {
        message: 'The day is used up.',
        path: ['mine'],
        extensions: {
          code: 'QUOTA_EXHAUSTED',
          asin,
          marketplace: 'US',
          retryable: true,
          retryAfterMs: 1000,
          attempts: [{ source: 'PA_API', outcome: 'FAILED', code: 'DAY_QUOTA', durationMs: 3.1 }],
        },
      },
    ]);
    expect(events).toMatchObject([{ type: 'operation', outcome: 'FAILED' }]);
  });
});

describe('products', () => {
  test('each ASIN has one result, in request order, duplicates included, whatever the result', async () => {
    const [a, b, c] = [asinNumber(1), asinNumber(2), asinNumber(3)];
    const gateway = aGateway({
      product: (key) => {
        if (key.asin === b) return notFound(key);
        return key.asin === c ? unavailable(key) : aProductAnswer(aProduct(key));
      },
    });
    const { data, errors } = await gateway.ask(
      `query ($asins: [ASIN!]!) {
        products(asins: $asins, marketplace: DE) {
          __typename
          ... on Product { asin }
          ... on ProductNotFound { asin message attempts { outcome } }
          ... on ProductUnavailable { asin code retryable retryAfterMs }
        }
      }`,
      { asins: [c, a, b, a] },
    );
    expect(errors).toBeUndefined();
    expect(data?.['products']).toEqual([
      { __typename: 'ProductUnavailable', asin: c, code: 'QUOTA_EXHAUSTED', retryable: true, retryAfterMs: 1000 },
      { __typename: 'Product', asin: a },
      {
        __typename: 'ProductNotFound',
        asin: b,
        message: `amazon.de has no product ${b}.`,
        attempts: [{ outcome: 'MISSING' }],
      },
      { __typename: 'Product', asin: a },
    ]);
    expect(gateway.lookups).toHaveLength(1);
    expect(gateway.lookups[0]).toHaveLength(3);
  });
});

describe('all lookups of one operation reach the catalog in one call', () => {
  test('twelve aliases, a list and references', async () => {
    const gateway = aGateway();
    const aliases = asinNumbers(12).map((one, index) => `a${index}: product(asin: "${one}") { id }`);
    await gateway.ask(
      `query ($asins: [ASIN!]!, $r: [_Any!]!) {
        ${aliases.join('\n')}
        products(asins: $asins) { __typename }
        _entities(representations: $r) { ... on Product { id } }
      }`,
      {
        asins: asinNumbers(25),
        r: asinNumbers(30).map((one) => ({ __typename: 'Product', asin: one, marketplace: 'IN' })),
      },
    );
    expect(gateway.lookups).toHaveLength(1);
    expect(gateway.lookups[0]).toHaveLength(30);
  });

  test('the same ASIN in two marketplaces, or with realTime, is looked up separately', async () => {
    const gateway = aGateway();
    await gateway.ask(`{
      a: product(asin: "${asin}") { id }
      b: product(asin: "${asin}", marketplace: US) { id }
      c: product(asin: "${asin}", realTime: true) { id }
      d: product(asin: "${asin}", marketplace: IN) { id }
    }`);
    expect(gateway.lookups).toEqual([
      [
        { asin, marketplace: 'IN', realTime: false },
        { asin, marketplace: 'US', realTime: false },
        { asin, marketplace: 'IN', realTime: true },
      ],
    ]);
  });

  test('two operations share nothing but the catalog, and each has its own deadline', async () => {
    const gateway = aGateway();
    const query = `{ product(asin: "${asin}") { id } search(query: "tea") { totalCount } }`;
    await Promise.all([gateway.ask(query), gateway.ask(query)]);
    expect(gateway.lookups).toHaveLength(2);
    expect(new Set(gateway.operations).size).toBe(2);
    expect(gateway.operations.map(({ deadlineAt }) => deadlineAt)).toEqual([15_000, 15_000, 15_000, 15_000]);
  });

  test('a client that disconnects aborts its operation', async () => {
    const gateway = aGateway();
    const hangUp = new AbortController();
    const body = JSON.stringify({ query: `{ product(asin: "${asin}") { id } }` });
    const headers = { 'content-type': 'application/json' };
    await gateway.send({ method: 'POST', headers, body, signal: hangUp.signal });
    expect(gateway.operations[0]?.signal.aborted).toBe(false);
    hangUp.abort();
    expect(gateway.operations[0]?.signal.aborted).toBe(true);
  });
});

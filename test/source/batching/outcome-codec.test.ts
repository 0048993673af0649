import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAbout, productId } from '../../../src/product/product.ts';
import { decodeOutcome, encodeOutcome } from '../../../src/source/batching/outcome-codec.ts';
import { productShape } from '../../../src/source/shapes/product-shape.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import type { Finding, Outcome } from '../../../src/source/source.ts';
import type { FailureCode } from '../../../src/vocabulary.ts';
import { asinNumber } from '../../support/asins.ts';
import { aProductOf } from '../../support/fake-source.ts';
import { mutationsOf } from '../../support/mutations.ts';

const product = aProductOf(asinNumber(1), 'IN');

function changedTexts(outcome: Outcome<Finding>): fc.Arbitrary<string> {
  return mutationsOf(encodeOutcome(outcome, product) ?? '');
}

function told(finding: Finding) {
  return decodeOutcome(encodeOutcome({ result: finding }, product) ?? '', product);
}

describe('the shared outcome of an ASIN', () => {
  test('is the product, field for field', () => {
    expect(told({ kind: 'found', product })).toEqual({ result: { kind: 'found', product } });
  });

  test('is that the product is missing', () => {
    expect(told({ kind: 'missing' })).toEqual({ result: { kind: 'missing' } });
  });

  test('is the failure, with the known part', () => {
    const error = new SourceError('THROTTLED', 'pricing', { retryAfterMs: 5, cause: new Error('hunter2') });
    const read = told({ kind: 'failed', error, candidate: product });
    expect(read).toMatchObject({ result: { kind: 'failed', candidate: product } });
    expect(read).toMatchObject({ result: { error: { code: 'THROTTLED', message: 'pricing', retryAfterMs: 5 } } });
    expect(encodeOutcome({ error }, product)).not.toContain('hunter2');
  });

  test('is how the call failed, but not what was its own affair', () => {
    const written = (code: FailureCode) => encodeOutcome({ error: new SourceError(code, 'why') }, product);
    expect(decodeOutcome(written('SERVER') ?? '', product)).toMatchObject({
      error: { code: 'SERVER', message: 'why' },
    });
    for (const code of ['BUSY', 'DAY_QUOTA', 'CIRCUIT_OPEN', 'DEADLINE'] as const)
      expect(written(code)).toBeUndefined();
  });

  test('is not read when another version, or another program, wrote it', () => {
    const strange = ['', 'no JSON', '7', '{}', '{"kind":"found"}', '{"kind":"failed"}', '{"error":{"code":"SERVER"}}'];
    for (const written of strange) expect(decodeOutcome(written, product)).toBeUndefined();
    const refused = { of: productId(product), kind: 'refused', error: { code: 'SERVER', message: 'why' } };
    expect(decodeOutcome(JSON.stringify(refused), product)).toBeDefined();
    for (const code of ['NEW', 'toString', 7, null]) {
      expect(decodeOutcome(JSON.stringify({ ...refused, error: { code, message: 'why' } }), product)).toBeUndefined();
    }
  });

  test.each([
    ['an unknown availability', { availability: 'SOLD' }],
    ['no price status', { priceStatus: undefined }],
    ['a feature that is none', { features: [null] }],
    ['an image that is none', { images: ['https://images.example/1.jpg'] }],
    ['a price in words', { price: { amount: 'free', currency: 'INR' } }],
    ['more reviews than an Int holds', { reviewCount: 3e9 }],
    ['another ASIN', { asin: asinNumber(2) }],
    ['another marketplace', { marketplace: 'US' }],
  ])('is not read with %s', (_, parts) => {
    const outcome = { of: productId(product), kind: 'found', product: { ...product, ...parts } };
    expect(decodeOutcome(JSON.stringify(outcome), product)).toBeUndefined();
    const failed = {
      ...outcome,
      kind: 'failed',
      error: { code: 'SERVER', message: 'why' },
      candidate: outcome.product,
    };
    expect(decodeOutcome(JSON.stringify(failed), product)).toBeUndefined();
  });

  test('is read as an answer to the question or not at all, whatever becomes of its text', () => {
    const error = new SourceError('THROTTLED', 'pricing', { retryAfterMs: 5 });
    const outcomes: readonly Outcome<Finding>[] = [
      { result: { kind: 'found', product } },
      { result: { kind: 'failed', error, candidate: product } },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...outcomes).chain(changedTexts), (text) => {
        const read = decodeOutcome(text, product);
        if (read === undefined || 'error' in read) return;
        const { result } = read;
        const told = result.kind === 'found' ? result.product : result.kind === 'failed' ? result.candidate : undefined;
        expect(told === undefined || isAbout(told, product)).toBe(true);
        expect(productShape.safeParse(told ?? product).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('answers only the question that it was written for', () => {
    const missing = encodeOutcome({ result: { kind: 'missing' } }, product) ?? '';
    expect(decodeOutcome(missing, { asin: asinNumber(2), marketplace: 'IN' })).toBeUndefined();
    expect(decodeOutcome(missing, { asin: product.asin, marketplace: 'US' })).toBeUndefined();
  });

  test('is never a variation of the requested parent', () => {
    const variant = { ...product, asin: asinNumber(3), parentAsin: product.asin };
    expect(told({ kind: 'found', product: variant })).toBeUndefined();
  });
});

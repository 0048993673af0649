import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOutcome, writeOutcome } from '../../src/source/outcome-text.ts';
import { SourceError, type FailureCode } from '../../src/source/source-error.ts';
import type { SharedOutcome } from '../../src/source/shared-flights.ts';
import { productShape } from '../../src/source/shapes.ts';
import { mutationsOf } from '../mutations.ts';
import type { Finding } from '../../src/source/source.ts';
import { isAbout, productId } from '../../src/product/product.ts';
import { asinNumber } from '../asins.ts';
import { aProductOf } from '../fake-source.ts';

const product = aProductOf(asinNumber(1), 'IN');

function changedTexts(outcome: SharedOutcome<Finding>): fc.Arbitrary<string> {
  return mutationsOf(writeOutcome(outcome, product) ?? '');
}

function told(finding: Finding) {
  return readOutcome(writeOutcome({ result: finding }, product) ?? '', product);
}

describe('what one instance tells the others of an ASIN', () => {
  test('is the product, field for field', () => {
    expect(told({ kind: 'found', product })).toEqual({ result: { kind: 'found', product } });
  });

  test('is that there is none', () => {
    expect(told({ kind: 'missing' })).toEqual({ result: { kind: 'missing' } });
  });

  test('is why it was not learned, with what was', () => {
    const error = new SourceError('THROTTLED', 'pricing', { retryAfterMs: 5, cause: new Error('hunter2') });
    const read = told({ kind: 'failed', error, candidate: product });
    expect(read).toMatchObject({ result: { kind: 'failed', candidate: product } });
    expect(read).toMatchObject({ result: { error: { code: 'THROTTLED', message: 'pricing', retryAfterMs: 5 } } });
    expect(writeOutcome({ error }, product)).not.toContain('hunter2');
  });

  test('is how the call failed, but not what was its own affair', () => {
    const written = (code: FailureCode) => writeOutcome({ error: new SourceError(code, 'why') }, product);
    expect(readOutcome(written('SERVER') ?? '', product)).toMatchObject({ error: { code: 'SERVER', message: 'why' } });
    for (const code of ['BUSY', 'DAY_QUOTA', 'CIRCUIT_OPEN', 'DEADLINE'] as const)
      expect(written(code)).toBeUndefined();
  });

  test('is not read when another version, or another program, wrote it', () => {
    const strange = ['', 'no JSON', '7', '{}', '{"kind":"found"}', '{"kind":"failed"}', '{"error":{"code":"SERVER"}}'];
    for (const written of strange) expect(readOutcome(written, product)).toBeUndefined();
    const refused = { of: productId(product), kind: 'refused', error: { code: 'SERVER', message: 'why' } };
    expect(readOutcome(JSON.stringify(refused), product)).toBeDefined();
    for (const code of ['NEW', 'toString', 7, null]) {
      expect(readOutcome(JSON.stringify({ ...refused, error: { code, message: 'why' } }), product)).toBeUndefined();
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
    expect(readOutcome(JSON.stringify(outcome), product)).toBeUndefined();
    const failed = {
      ...outcome,
      kind: 'failed',
      error: { code: 'SERVER', message: 'why' },
      candidate: outcome.product,
    };
    expect(readOutcome(JSON.stringify(failed), product)).toBeUndefined();
  });

  test('is read as an answer to the question or not at all, whatever becomes of its text', () => {
    const error = new SourceError('THROTTLED', 'pricing', { retryAfterMs: 5 });
    const outcomes: readonly SharedOutcome<Finding>[] = [
      { result: { kind: 'found', product } },
      { result: { kind: 'failed', error, candidate: product } },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...outcomes).chain(changedTexts), (text) => {
        const read = readOutcome(text, product);
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
    const missing = writeOutcome({ result: { kind: 'missing' } }, product) ?? '';
    expect(readOutcome(missing, { asin: asinNumber(2), marketplace: 'IN' })).toBeUndefined();
    expect(readOutcome(missing, { asin: product.asin, marketplace: 'US' })).toBeUndefined();
  });

  test('may be one of the variants of the parent that was asked for', () => {
    const variant = { ...product, asin: asinNumber(3), parentAsin: product.asin };
    expect(told({ kind: 'found', product: variant })).toEqual({ result: { kind: 'found', product: variant } });
  });
});

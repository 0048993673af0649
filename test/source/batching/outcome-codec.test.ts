import { describe, expect, test } from 'vitest';
import { decodeOutcome, encodeOutcome } from '../../../src/source/batching/outcome-codec.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import type { Finding } from '../../../src/source/source.ts';
import { asinNumber } from '../../asins.ts';
import { aProductOf } from '../../fake-source.ts';
import type { FailureCode } from '../../../src/vocabulary.ts';

const product = aProductOf(asinNumber(1), 'IN');

function told(finding: Finding) {
  return decodeOutcome(encodeOutcome({ result: finding }) ?? '');
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
    expect(encodeOutcome({ error })).not.toContain('hunter2');
  });

  test('is how the call failed, but not what was its own affair', () => {
    const written = (code: FailureCode) => encodeOutcome({ error: new SourceError(code, 'why') });
    expect(decodeOutcome(written('SERVER') ?? '')).toMatchObject({ error: { code: 'SERVER', message: 'why' } });
    for (const code of ['BUSY', 'DAY_QUOTA', 'CIRCUIT_OPEN', 'DEADLINE'] as const)
      expect(written(code)).toBeUndefined();
  });

  test('is not read when another version, or another program, wrote it', () => {
    const strange = ['', 'no JSON', '7', '{}', '{"kind":"found"}', '{"kind":"found","product":{"asin":"B0"}}'];
    strange.push('{"kind":"failed"}', '{"error":{"code":"NEW"}}', '{"error":{"code":"toString"}}');
    for (const written of strange) expect(decodeOutcome(written)).toBeUndefined();
  });
});

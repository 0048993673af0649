import { describe, expect, test } from 'vitest';
import { createTokenEncryption } from '../../src/coordination/token-encryption.ts';

const seal = createTokenEncryption('token', ['id', 'secret']);

describe('a seal', () => {
  test('is opened by who knows the same secrets, for the same purpose', () => {
    const sealed = seal.close('Atza|токен');
    expect(createTokenEncryption('token', ['id', 'secret']).open(sealed)).toBe('Atza|токен');
    expect(createTokenEncryption('token', ['id', 'other']).open(sealed)).toBeUndefined();
    expect(createTokenEncryption('token', ['idsecret']).open(sealed)).toBeUndefined();
    expect(createTokenEncryption('another', ['id', 'secret']).open(sealed)).toBeUndefined();
  });

  test('is not opened when a single bit was changed, cut off, or is no seal at all', () => {
    const bytes = Buffer.from(seal.close('token'), 'base64');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(changed.toString('base64'))).toBeUndefined();
    }
    expect(seal.open(bytes.subarray(0, 20).toString('base64'))).toBeUndefined();
    expect(seal.open('')).toBeUndefined();
  });

  test('never closes the same text alike, and tells nothing of the secret by its name', () => {
    expect(seal.close('token')).not.toBe(seal.close('token'));
    expect(seal.name).toMatch(/^[0-9a-f]{32}$/);
    expect(createTokenEncryption('token', ['id', 'other']).name).not.toBe(seal.name);
  });
});

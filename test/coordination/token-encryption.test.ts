import { describe, expect, test } from 'vitest';
import { createTokenEncryption } from '../../src/coordination/token-encryption.ts';

const encryption = createTokenEncryption('token', ['id', 'secret']);

describe('an encrypted token', () => {
  test('is decrypted with the same secrets and for the same purpose only', () => {
    const encrypted = encryption.encrypt('Atza|токен');
    expect(createTokenEncryption('token', ['id', 'secret']).decrypt(encrypted)).toBe('Atza|токен');
    expect(createTokenEncryption('token', ['id', 'other']).decrypt(encrypted)).toBeUndefined();
    expect(createTokenEncryption('token', ['idsecret']).decrypt(encrypted)).toBeUndefined();
    expect(createTokenEncryption('another', ['id', 'secret']).decrypt(encrypted)).toBeUndefined();
  });

  test('is not decrypted when a single bit was changed, when it was cut short, or when it is another text', () => {
    const bytes = Buffer.from(encryption.encrypt('token'), 'base64');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(encryption.decrypt(changed.toString('base64'))).toBeUndefined();
    }
    expect(encryption.decrypt(bytes.subarray(0, 20).toString('base64'))).toBeUndefined();
    expect(encryption.decrypt('')).toBeUndefined();
  });

  test('differs each time, and the name does not reveal the secret', () => {
    expect(encryption.encrypt('token')).not.toBe(encryption.encrypt('token'));
    expect(encryption.name).toMatch(/^[0-9a-f]{32}$/);
    expect(createTokenEncryption('token', ['id', 'other']).name).not.toBe(encryption.name);
  });
});

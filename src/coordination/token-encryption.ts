import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Authenticated encryption of tokens at rest. */
export interface TokenEncryption {
  /** Identifies the secret without revealing it: the same in every process that knows the secret. Hexadecimal. */
  readonly name: string;
  encrypt(text: string): string;
  /** `undefined` when the text was encrypted with another secret, or changed since. */
  decrypt(encrypted: string): string | undefined;
}

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nameBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/** Encryption for processes that know all of `secrets`. Key and name are derived from them independently (HKDF). */
export function createTokenEncryption(purpose: string, secrets: readonly string[]): TokenEncryption {
  const material = Buffer.from(hkdfSync('sha256', JSON.stringify(secrets), '', purpose, keyBytes + nameBytes));
  const key = material.subarray(0, keyBytes);
  const name = material.subarray(keyBytes).toString('hex');
  return {
    name,
    encrypt(text) {
      const nonce = randomBytes(nonceBytes);
      const encrypting = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      const encrypted = Buffer.concat([encrypting.update(text, 'utf8'), encrypting.final()]);
      return Buffer.concat([nonce, encrypting.getAuthTag(), encrypted]).toString('base64');
    },
    decrypt(encrypted) {
      const bytes = Buffer.from(encrypted, 'base64');
      try {
        const decrypting = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
        decrypting.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const text = Buffer.concat([decrypting.update(bytes.subarray(nonceBytes + tagBytes)), decrypting.final()]);
        return text.toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Puts a text away so that only who knows the secret can read it. */
export interface TokenEncryption {
  /** Stands for the secret without telling it; the same for everybody who knows it. Hexadecimal. */
  readonly name: string;
  close(text: string): string;
  /** `undefined` when it was closed with another secret, or changed since. */
  open(sealed: string): string | undefined;
}

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nameBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/** A seal for everybody who knows all of `secrets`. The key is derived from them and is not the name. */
export function createTokenEncryption(purpose: string, secrets: readonly string[]): TokenEncryption {
  const material = Buffer.from(hkdfSync('sha256', JSON.stringify(secrets), '', purpose, keyBytes + nameBytes));
  const key = material.subarray(0, keyBytes);
  const name = material.subarray(keyBytes).toString('hex');
  return {
    name,
    close(text) {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
      const closed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return Buffer.concat([nonce, sealing.getAuthTag(), closed]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
        opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const text = Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]);
        return text.toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

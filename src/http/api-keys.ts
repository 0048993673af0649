import { createHash, timingSafeEqual } from 'node:crypto';

/** A client's key; its name is what the rest of the house may know of it. */
export type ClientKey = { readonly name: string; readonly key: string; readonly requestsPerSecond?: number };

/** Finds whose key was presented; `undefined` when it is nobody's. */
export type ApiKeys = (presented: string) => ClientKey | undefined;

/**
 * Compares in a time that tells nothing: digests of one length, all of them, however early one fits. Where two texts
 * first differ, how long a key is, and which one fits can then not be measured.
 */
export function createApiKeys(keys: readonly ClientKey[]): ApiKeys {
  const known = keys.map((client) => ({ client, digest: digestOf(client.key) }));
  return (presented) => {
    const digest = digestOf(presented);
    let found: ClientKey | undefined;
    for (const one of known) if (timingSafeEqual(one.digest, digest)) found = one.client;
    return found;
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

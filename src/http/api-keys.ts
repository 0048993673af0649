import { createHash, timingSafeEqual } from 'node:crypto';

/** A client's key. Logs, metrics and events contain its name only. */
export type ClientKey = {
  readonly name: string;
  readonly key: string;
  readonly requestsPerSecond?: number;
  /** `admin` by default. */
  readonly role?: ClientRole;
};

/** A `client` gets everything but the statistics of the gateway, which are for an `admin`. */
export type ClientRole = 'admin' | 'client';

/** Looks up the client of a presented key; `undefined` for an unknown key. */
export type ApiKeys = (presented: string) => ClientKey | undefined;

/**
 * Compares in constant time: the presented key's digest is compared with the digest of every key. The duration shows
 * neither the length of a key, nor where two keys first differ, nor which one matches.
 */
export function createApiKeys(keys: readonly ClientKey[]): ApiKeys {
  const clients = keys.map((client) => ({ client, digest: digestOf(client.key) }));
  return (presented) => {
    const presentedDigest = digestOf(presented);
    let match: ClientKey | undefined;
    for (const { client, digest } of clients) if (timingSafeEqual(digest, presentedDigest)) match = client;
    return match;
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

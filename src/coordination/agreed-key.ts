import type { Clock } from '../clock.ts';
import { defineScript } from './redis-client.ts';

/** The valid keys, the one to sign with first. `again` requests an update, because no known key fits a signature. */
export type AgreedKeys = (again: boolean) => Promise<readonly [Buffer, ...Buffer[]]>;

/** Options of an agreement. */
export type AgreedKeyOptions = {
  /** Stores `proposal` unless a key is stored, and returns the stored one. If it fails, this instance uses its own key. */
  readonly agree: (proposal: string) => Promise<string>;
  readonly randomBytes: (count: number) => Buffer;
  readonly clock: Clock;
};

const keyBytes = 32;
const agreesForMs = 60_000;
/** Neither invented signatures nor a store that is down may cause a call for every cursor. */
const retriesAfterMs = 1_000;

/**
 * One random key for all instances that share a store, requested at once. Every instance proposes the key that it knows,
 * at most once a minute, so that a store that has lost the key gets it back. It also accepts the key that it used before.
 */
export function createAgreedKeys({ agree, randomBytes, clock }: AgreedKeyOptions): AgreedKeys {
  let keys: readonly [Buffer, ...Buffer[]] = [randomBytes(keyBytes)];
  let requestedAt = clock.monotonic();
  let agreesUntil = Infinity;
  let request: Promise<void> | undefined = propose();

  async function propose(): Promise<void> {
    const [own] = keys;
    requestedAt = clock.monotonic();
    const stored = await agree(own.toString('base64url')).catch(() => undefined);
    agreesUntil = requestedAt + (stored === undefined ? retriesAfterMs : agreesForMs);
    request = undefined;
    const agreed = Buffer.from(stored ?? '', 'base64url');
    if (agreed.length === keyBytes && !agreed.equals(own)) keys = [agreed, own];
  }

  return async (again) => {
    const now = clock.monotonic();
    if (now >= agreesUntil || (again && now - requestedAt >= retriesAfterMs)) request ??= propose();
    await request;
    return keys;
  };
}

/** KEYS: the place of the key. ARGV: a proposal. Replaces a value that cannot be a key, and returns the stored one. */
export const agreeScript = defineScript(`
local stored = redis.call('GET', KEYS[1])
if stored and #stored == #ARGV[1] then return stored end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
`);

import type { Clock } from '../clock.ts';

/** Keys that count, the one to sign with first; `again` when none of the known ones explains a signature. */
export type AgreedKeys = (again: boolean) => Promise<readonly [Buffer, ...Buffer[]]>;

/** What an agreement needs. */
export type AgreedKeyOptions = {
  /** Keeps `proposal` unless a key is kept already, and returns the kept one. May fail: then this instance goes on alone. */
  readonly agree: (proposal: string) => Promise<string>;
  readonly randomBytes: (count: number) => Buffer;
  readonly clock: Clock;
};

const keyBytes = 32;
const agreesForMs = 60_000;
/** Whoever makes signatures up must not make us ask for each of them, nor a store that is down for every cursor. */
const asksAgainAfterMs = 1_000;

/**
 * One random key for all instances that share a store, asked for at once. Every instance proposes the key that it knows,
 * at most once a minute, so that a store that has lost it gets it back, and accepts the key that it signed with before.
 */
export function createAgreedKeys({ agree, randomBytes, clock }: AgreedKeyOptions): AgreedKeys {
  let keys: readonly [Buffer, ...Buffer[]] = [randomBytes(keyBytes)];
  let askedAt = clock.monotonic();
  let agreesUntil = Infinity;
  let asking: Promise<void> | undefined = ask();

  async function ask(): Promise<void> {
    const [own] = keys;
    askedAt = clock.monotonic();
    const kept = await agree(own.toString('base64url')).catch(() => undefined);
    agreesUntil = askedAt + (kept === undefined ? asksAgainAfterMs : agreesForMs);
    asking = undefined;
    const agreed = Buffer.from(kept ?? '', 'base64url');
    if (agreed.length === keyBytes && !agreed.equals(own)) keys = [agreed, own];
  }

  return async (again) => {
    const now = clock.monotonic();
    if (now >= agreesUntil || (again && now - askedAt >= asksAgainAfterMs)) asking ??= ask();
    await asking;
    return keys;
  };
}

/** KEYS: where the key is kept. ARGV: a proposal. Replaces what cannot be a key, and returns the kept one. */
export const agreeScript = `
local kept = redis.call('GET', KEYS[1])
if kept and #kept == #ARGV[1] then return kept end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
`;

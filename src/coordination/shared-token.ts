import { z } from 'zod';
import { sleep } from '../async.ts';
import { createTokenEncryption } from './token-encryption.ts';
import type { Redis } from './redis.ts';
import { defineScript } from './redis-client.ts';
import { createTokenStore, type Token, type TokenOptions, type TokenStore } from '../upstream/token.ts';

/** Options of a token that instances share. */
export type SharedTokenOptions = TokenOptions & {
  readonly redis: Redis;
  /** Identifies this process. */
  readonly instance: string;
  /** All parts of the credential. Only a process that knows all of them can read the token. */
  readonly credential: readonly string[];
};

/** KEYS: token, lock, pause. ARGV: the instance, how long a lock lives, the lifetime that a token must have left. */
const claimScript = defineScript(`
local lifeMs = redis.call('PTTL', KEYS[1])
if lifeMs > tonumber(ARGV[3]) then return { 'token', redis.call('GET', KEYS[1]), lifeMs } end
local pauseMs = redis.call('PTTL', KEYS[3])
if pauseMs > 0 then return { 'pause', pauseMs } end
if redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX') then return { 'fetch' } end
return { 'wait' }
`);

/** KEYS: token, lock, pause. ARGV: the instance, the encrypted token or nothing, how long it lives, how long to pause. */
const releaseScript = defineScript(`
if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if tonumber(ARGV[4]) > 0 then redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[4]) end
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
`);

/** KEYS: token. ARGV: the encrypted token that the API refused. */
const dropScript = defineScript(`if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`);

const claim = z.union([
  z.tuple([z.literal('token'), z.string(), z.number()]),
  z.tuple([z.literal('pause'), z.number()]),
  z.tuple([z.literal('fetch')]),
  z.tuple([z.literal('wait')]),
]);

/** Shorter than a fetch may take, so that an instance that waited for one that died has time for its own fetch. */
const lockMs = 3_000;
const pollMs = 50;

/** The rest of the time for which the token endpoint requested no further calls. */
type Pause = { readonly pauseMs: number };

/**
 * Keeps one token for all instances on one Redis: one of them fetches it, the others find it there, encrypted. When the
 * token endpoint asks one of them to wait, all of them wait. Without Redis each instance fetches its own.
 */
export function createSharedTokenStore(options: SharedTokenOptions): TokenStore {
  const { redis, instance, earlyMs = 60_000 } = options;
  const encryption = createTokenEncryption('asin-gateway token', options.credential);
  const keys = [`token:{${encryption.name}}`, `token:{${encryption.name}}:lock`, `token:{${encryption.name}}:pause`];
  /** With its form in Redis, so that dropping it there drops no newer token. */
  let current: { readonly value: string; readonly encrypted: string } | undefined;

  async function fetchForAll(signal: AbortSignal): Promise<Token> {
    let encrypted = '';
    let lifeMs = 0;
    let pauseMs = 0;
    try {
      const token = await options.fetch(signal);
      encrypted = encryption.encrypt(token.value);
      lifeMs = Math.floor(token.expiresInMs);
      current = { value: token.value, encrypted };
      return token;
    } catch (error) {
      pauseMs = Math.ceil(options.failures?.askedToWaitMs(error) ?? 0);
      throw error;
    } finally {
      // A lock that cannot be released expires; an expired token is not shared.
      redis.run(releaseScript, keys, [instance, lifeMs > 0 ? encrypted : '', lifeMs, pauseMs]).catch(() => undefined);
    }
  }

  async function find(signal: AbortSignal): Promise<Token | Pause | 'fetch' | 'wait'> {
    const claimed = claim.parse(await redis.run(claimScript, keys, [instance, lockMs, earlyMs]));
    if (claimed[0] === 'pause') return { pauseMs: claimed[1] };
    if (claimed[0] !== 'token') return claimed[0];
    const [, encrypted, lifeMs] = claimed;
    const value = encryption.decrypt(encrypted);
    signal.throwIfAborted();
    if (value === undefined) return 'fetch';
    current = { value, encrypted };
    return { value, expiresInMs: lifeMs };
  }

  async function fetch(signal: AbortSignal): Promise<Token> {
    for (;;) {
      const found = await find(signal).catch(() => 'unreachable' as const);
      if (found === 'unreachable') return await options.fetch(signal);
      if (found === 'fetch') return await fetchForAll(signal);
      if (found !== 'wait') {
        if ('pauseMs' in found) throw options.failures?.waiting(found.pauseMs) ?? new Error('asked to wait');
        return found;
      }
      await sleep(pollMs, { signal });
    }
  }

  const store = createTokenStore({ ...options, fetch });
  return {
    get: async (signal) => await store.get(signal),
    invalidate(value) {
      store.invalidate(value);
      if (current?.value !== value) return;
      redis.run(dropScript, keys.slice(0, 1), [current.encrypted]).catch(() => undefined);
      current = undefined;
    },
  };
}

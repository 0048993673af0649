import { setTimeout as rest } from 'node:timers/promises';
import { z } from 'zod';
import { createTokenEncryption } from './token-encryption.ts';
import type { SharedRedis } from './shared-redis.ts';
import { createTokenStore, type Token, type TokenOptions, type TokenStore } from '../upstream/token.ts';

/** How a token is kept and with whom it is shared. */
export type SharedTokenOptions = TokenOptions & {
  readonly redis: SharedRedis;
  /** Names this process, differently from every other. */
  readonly instance: string;
  /** Everything that makes the credential: who knows all of it may read the token, nobody else. */
  readonly credential: readonly string[];
};

/** KEYS: token, lock, pause. ARGV: the instance, how long a lock lives, how long a token has to live still. */
const claimScript = `
local lifeMs = redis.call('PTTL', KEYS[1])
if lifeMs > tonumber(ARGV[3]) then return { 'token', redis.call('GET', KEYS[1]), lifeMs } end
local pauseMs = redis.call('PTTL', KEYS[3])
if pauseMs > 0 then return { 'pause', pauseMs } end
if redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX') then return { 'fetch' } end
return { 'wait' }
`;

/** KEYS: token, lock, pause. ARGV: the instance, the sealed token or nothing, how long it lives, how long to pause. */
const releaseScript = `
if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if tonumber(ARGV[4]) > 0 then redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[4]) end
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
`;

/** KEYS: token. ARGV: the sealed token that was refused. */
const dropScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

const claim = z.union([
  z.tuple([z.literal('token'), z.string(), z.number()]),
  z.tuple([z.literal('pause'), z.number()]),
  z.tuple([z.literal('fetch')]),
  z.tuple([z.literal('wait')]),
]);

/** Shorter than a fetch may take, so that who waits for one that died still has time for his own. */
const lockMs = 3_000;
const pollMs = 50;

/** The token endpoint asked an instance to wait, and so much of that is left. */
type Pause = { readonly pauseMs: number };

/**
 * Keeps one token for all instances on one Redis: one of them fetches it, the others find it there, sealed. Where the
 * token endpoint asks one of them to wait, all of them do. Without Redis each fetches its own.
 */
export function createSharedTokenStore(options: SharedTokenOptions): TokenStore {
  const { redis, instance, earlyMs = 60_000 } = options;
  const seal = createTokenEncryption('asin-gateway token', options.credential);
  const keys = [`token:{${seal.name}}`, `token:{${seal.name}}:lock`, `token:{${seal.name}}:pause`];
  /** As it stood in Redis, so that it can be dropped there and nothing newer with it. */
  let current: { readonly value: string; readonly sealed: string } | undefined;

  async function fetchForAll(signal: AbortSignal): Promise<Token> {
    let sealed = '';
    let lifeMs = 0;
    let pauseMs = 0;
    try {
      const token = await options.fetch(signal);
      sealed = seal.close(token.value);
      lifeMs = Math.floor(token.expiresInMs);
      current = { value: token.value, sealed };
      return token;
    } catch (error) {
      pauseMs = Math.ceil(options.failures?.askedToWaitMs(error) ?? 0);
      throw error;
    } finally {
      // A lock that cannot be given back ends by itself; a token of no life is nobody's.
      redis.run(releaseScript, keys, [instance, lifeMs > 0 ? sealed : '', lifeMs, pauseMs]).catch(() => undefined);
    }
  }

  async function find(signal: AbortSignal): Promise<Token | Pause | 'fetch' | 'wait'> {
    const claimed = claim.parse(await redis.run(claimScript, keys, [instance, lockMs, earlyMs]));
    if (claimed[0] === 'pause') return { pauseMs: claimed[1] };
    if (claimed[0] !== 'token') return claimed[0];
    const [, sealed, lifeMs] = claimed;
    const value = seal.open(sealed);
    signal.throwIfAborted();
    if (value === undefined) return 'fetch';
    current = { value, sealed };
    return { value, expiresInMs: lifeMs };
  }

  async function fetch(signal: AbortSignal): Promise<Token> {
    for (;;) {
      const found = await find(signal).catch(() => 'alone' as const);
      if (found === 'alone') return await options.fetch(signal);
      if (found === 'fetch') return await fetchForAll(signal);
      if (found !== 'wait') {
        if ('pauseMs' in found) throw options.failures?.waiting(found.pauseMs) ?? new Error('asked to wait');
        return found;
      }
      await rest(pollMs, undefined, { signal });
    }
  }

  const store = createTokenStore({ ...options, fetch });
  return {
    get: async (signal) => await store.get(signal),
    invalidate(value) {
      store.invalidate(value);
      if (current?.value !== value) return;
      redis.run(dropScript, keys.slice(0, 1), [current.sealed]).catch(() => undefined);
      current = undefined;
    },
  };
}

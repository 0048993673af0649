import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openRedis } from '../../src/coordination/redis.ts';
import { createSharedTokenStore } from '../../src/coordination/shared-token.ts';
import type { Token, TokenFailures, TokenStore } from '../../src/upstream/token.ts';
import { hasRedis, startRedis, type RedisServer } from '../support/a-redis.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

const { signal } = new AbortController();
const credential = ['amzn-id', 'hunter2-secret'];

let number = 0;

function anInstance(
  url: string,
  fetch: (signal: AbortSignal) => Promise<Token>,
  secrets = credential,
  failures?: TokenFailures,
): TokenStore {
  const redis = stack.use(openRedis({ url, clock: systemClock }));
  const instance = `instance-${(number += 1)}`;
  const options = { redis, instance, credential: secrets, fetch, clock: systemClock };
  return createSharedTokenStore({ ...options, ...(failures !== undefined && { failures }) });
}

/** A token endpoint that counts, and takes 50 ms. */
function anEndpoint() {
  let handedOut = 0;
  return vi.fn<() => Promise<Token>>(async () => {
    handedOut += 1;
    const value = `token-${handedOut}`;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { value, expiresInMs: 3_600_000 };
  });
}

/** Where the token is kept, once it is. */
async function keyOf(server: RedisServer): Promise<string> {
  return await vi.waitUntil(() => server.command('KEYS', '*token:{*}'));
}

describe.runIf(hasRedis())('a token that instances share', () => {
  test('is fetched once, also for two requests at once', async () => {
    await using server = await startRedis();
    const endpoint = anEndpoint();
    const pair = [anInstance(server.url, endpoint), anInstance(server.url, endpoint)];
    expect(await Promise.all(pair.map(async (store) => await store.get(signal)))).toEqual(['token-1', 'token-1']);
    expect(await anInstance(server.url, endpoint).get(signal)).toBe('token-1');
    expect(endpoint).toHaveBeenCalledTimes(1);
  });

  test('is stored in Redis under a hash, encrypted, for its lifetime', async () => {
    await using server = await startRedis();
    await anInstance(server.url, anEndpoint()).get(signal);
    const key = await keyOf(server);
    const kept = `${key} ${server.command('GET', key)}`;
    for (const secret of [...credential, 'token-1']) expect(kept).not.toContain(secret);
    expect(Number(server.command('PTTL', key))).toBeGreaterThan(3_500_000);
  });

  test('belongs to its credential: another credential has another token', async () => {
    await using server = await startRedis();
    const endpoint = anEndpoint();
    await anInstance(server.url, endpoint).get(signal);
    expect(await anInstance(server.url, endpoint, ['amzn-id', 'another']).get(signal)).toBe('token-2');
  });

  test('is fetched again when the stored one was tampered with', async () => {
    await using server = await startRedis();
    const endpoint = anEndpoint();
    await anInstance(server.url, endpoint).get(signal);
    server.command('SET', await keyOf(server), Buffer.alloc(60, 7).toString('base64'), 'PX', '3600000');
    expect(await anInstance(server.url, endpoint).get(signal)).toBe('token-2');
  });

  test('is dropped for all instances when the API refuses it, but no newer one with it', async () => {
    await using server = await startRedis();
    const endpoint = anEndpoint();
    const [a, b] = [anInstance(server.url, endpoint), anInstance(server.url, endpoint)];
    expect([await a.get(signal), await b.get(signal)]).toEqual(['token-1', 'token-1']);
    a.invalidate('token-1');
    expect(await a.get(signal)).toBe('token-2');
    b.invalidate('token-1');
    expect(await b.get(signal)).toBe('token-2');
    expect(endpoint).toHaveBeenCalledTimes(2);
  });

  test('is fetched again by one instance before its end', async () => {
    await using server = await startRedis();
    const endpoint = vi.fn<() => Promise<Token>>(async () => ({ value: 'short', expiresInMs: 30_000 }));
    await anInstance(server.url, endpoint).get(signal);
    await anInstance(server.url, endpoint).get(signal);
    expect(endpoint).toHaveBeenCalledTimes(2);
  });

  test('after a failed fetch another instance may try', async () => {
    await using server = await startRedis();
    const failing = anInstance(server.url, async () => {
      throw new Error('no');
    });
    await expect(failing.get(signal)).rejects.toThrow('no');
    expect(await anInstance(server.url, anEndpoint()).get(signal)).toBe('token-1');
  });

  test('when the endpoint asks one instance to wait, all of them wait', async () => {
    await using server = await startRedis();
    const failures: TokenFailures = {
      rememberMs: () => 300_000,
      later: (error) => error,
      askedToWaitMs: () => 300_000,
      waiting: (leftMs) => new Error(`waiting ${Math.round(leftMs / 1000)} s`),
    };
    const throttled = async () => {
      throw new Error('429');
    };
    await expect(anInstance(server.url, throttled, credential, failures).get(signal)).rejects.toThrow('429');
    const endpoint = anEndpoint();
    await expect(anInstance(server.url, endpoint, credential, failures).get(signal)).rejects.toThrow('waiting 300 s');
    expect(endpoint).not.toHaveBeenCalled();
    expect(await anInstance(server.url, endpoint, ['another'], failures).get(signal)).toBe('token-1');
  });

  test('an instance that died while fetching delays the others by three seconds at most', async () => {
    await using server = await startRedis();
    const dying = anInstance(server.url, async () => await new Promise<never>(() => undefined));
    void dying.get(signal).catch(() => undefined);
    await vi.waitUntil(() => server.command('KEYS', '*:lock') !== '');
    expect(await anInstance(server.url, anEndpoint()).get(signal)).toBe('token-1');
  });

  test('without Redis each instance fetches its own', async () => {
    const server = await startRedis();
    await server[Symbol.asyncDispose]();
    const endpoint = anEndpoint();
    expect(await anInstance(server.url, endpoint).get(signal)).toBe('token-1');
    expect(await anInstance(server.url, endpoint).get(signal)).toBe('token-2');
  });
});

import { describe, expect, test } from 'vitest';
import { createTokenStore, type Token, type TokenOptions } from '../../src/upstream/token.ts';
import { fakeClock } from '../support/fake-clock.ts';

const signal = new AbortController().signal;

function aStore(options: Partial<TokenOptions> = {}) {
  const clock = fakeClock();
  let fetches = 0;
  const fetch = async (): Promise<Token> => {
    fetches += 1;
    return { value: `token-${fetches}`, expiresInMs: 3_600_000 };
  };
  const store = createTokenStore({ fetch, clock, ...options });
  return { clock, store, fetches: () => fetches };
}

describe('a token store', () => {
  test('many callers at once cost one fetch', async () => {
    const { store, fetches } = aStore();
    expect(await Promise.all([store.get(signal), store.get(signal), store.get(signal)])).toEqual([
      'token-1',
      'token-1',
      'token-1',
    ]);
    expect(fetches()).toBe(1);
  });

  test('a token is replaced early, in the background', async () => {
    const { store, clock, fetches } = aStore();
    await store.get(signal);
    clock.advance(3_550_000);
    expect(await store.get(signal)).toBe('token-1');
    expect(fetches()).toBe(2);
    expect(await store.get(signal)).toBe('token-2');
  });

  test('an expired token is never returned', async () => {
    const { store, clock } = aStore();
    await store.get(signal);
    clock.advance(3_600_000);
    expect(await store.get(signal)).toBe('token-2');
  });

  test('dropping a refused token does not drop a newer one', async () => {
    const { store } = aStore();
    await store.get(signal);
    store.invalidate('token-1');
    expect(await store.get(signal)).toBe('token-2');
    store.invalidate('token-1');
    expect(await store.get(signal)).toBe('token-2');
  });

  test('after a failed fetch the next ones fail without a call, and with the remaining time', async () => {
    let fetches = 0;
    const { store, clock } = aStore({
      fetch: async () => {
        fetches += 1;
        throw new Error('invalid_client');
      },
      failures: {
        rememberMs: () => 60_000,
        later: (error, leftMs) => new Error(`${String(error)}, ${leftMs} ms left`),
        askedToWaitMs: () => 0,
        waiting: () => undefined,
      },
    });
    await expect(store.get(signal)).rejects.toThrow('invalid_client');
    clock.advance(20_000);
    await expect(store.get(signal)).rejects.toThrow('invalid_client, 40000 ms left');
    expect(fetches).toBe(1);
    clock.advance(40_000);
    await expect(store.get(signal)).rejects.toThrow('invalid_client');
    expect(fetches).toBe(2);
  });

  test('when a caller aborts, the fetch continues for the others', async () => {
    const answer = Promise.withResolvers<Token>();
    const { store } = aStore({ fetch: async () => await answer.promise });
    const leaving = new AbortController();
    const gone = store.get(leaving.signal);
    const staying = store.get(signal);
    leaving.abort(new Error('hung up'));
    await expect(gone).rejects.toThrow('hung up');
    answer.resolve({ value: 'token-1', expiresInMs: 1_000 });
    expect(await staying).toBe('token-1');
  });
});

import type * as Crypto from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createApiKeys } from '../../src/http/api-keys.ts';

// Unit tests share modules: this file needs its own, over the crypto below.
vi.hoisted(() => void vi.resetModules());

const compared: [number, number][] = [];
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>();
  return {
    ...crypto,
    timingSafeEqual: (a: Buffer, b: Buffer) => {
      compared.push([a.length, b.length]);
      return crypto.timingSafeEqual(a, b);
    },
  };
});

const keys = [
  { name: 'shop', key: 'first-key' },
  { name: 'app', key: 'second-key-that-is-longer' },
  { name: 'tool', key: 'third' },
];
const owner = createApiKeys(keys);

beforeEach(() => {
  compared.length = 0;
});

test('a key is its owner’s, and nothing else is anybody’s', () => {
  for (const client of keys) expect(owner(client.key)).toBe(client);
  for (const wrong of ['', 'first-ke', 'first-key ', 'FIRST-KEY', 'shop', 'shop:first-key', 'constructor', '\0']) {
    expect(owner(wrong)).toBeUndefined();
  }
});

describe('the comparison takes the same steps', () => {
  test.each(['', 'f', 'first-key', 'third', 'first-kez', 'second-key-that-is-longer', 'x'.repeat(16_000)])(
    'for %.30j: digests of one length, all of them',
    (presented) => {
      owner(presented);
      expect(compared).toEqual([
        [32, 32],
        [32, 32],
        [32, 32],
      ]);
    },
  );
});

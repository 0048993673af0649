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
const clientOf = createApiKeys(keys);

beforeEach(() => {
  compared.length = 0;
});

test('a key identifies its client, and no other text identifies any', () => {
  for (const client of keys) expect(clientOf(client.key)).toBe(client);
  for (const wrong of ['', 'first-ke', 'first-key ', 'FIRST-KEY', 'shop', 'shop:first-key', 'constructor', '\0']) {
    expect(clientOf(wrong)).toBeUndefined();
  }
});

describe('the comparison takes the same steps for every presented key', () => {
  test.each(['', 'f', 'first-key', 'third', 'first-kez', 'second-key-that-is-longer', 'x'.repeat(16_000)])(
    '%.30j is compared with the digest of every key',
    (presented) => {
      clientOf(presented);
      expect(compared).toEqual([
        [32, 32],
        [32, 32],
        [32, 32],
      ]);
    },
  );
});

import type { Entry } from '../../src/cache/entry.ts';
import type { Store } from '../../src/cache/store.ts';

/** A store that keeps everything, writes down what it was asked, and fails when it is told to. */
export type FakeStore = Store & {
  readonly reads: (readonly string[])[];
  readonly held: Map<string, Entry<unknown>>;
  failing: boolean;
};

export function fakeStore(): FakeStore {
  const held = new Map<string, Entry<unknown>>();
  const reads: (readonly string[])[] = [];
  const store: FakeStore = {
    reads,
    held,
    failing: false,
    async getMany(keys) {
      reads.push(keys);
      if (store.failing) throw new Error('connection lost');
      return keys.map((key) => held.get(key));
    },
    async setMany(entries) {
      if (store.failing) throw new Error('connection lost');
      for (const { key, entry } of entries) held.set(key, entry);
    },
    size: () => undefined,
    health: () => (store.failing ? { ok: false, detail: 'connection lost' } : { ok: true }),
    [Symbol.asyncDispose]: async () => undefined,
  };
  return store;
}

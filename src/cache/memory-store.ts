import { EventEmitter } from 'node:events';
import { Keyv, type KeyvStoreAdapter } from 'keyv';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../upstream/clock.ts';
import { createKeyvStore } from './keyv-store.ts';
import type { Store } from './store.ts';

/** How much the process may hold. */
export type MemoryLimits = { readonly maxEntries: number; readonly maxBytes: number };

/** A store inside the process: bounded by entries and by bytes, least recently used first out, nothing serialised. */
export function createMemoryStore(limits: MemoryLimits, clock: Clock): Store {
  const lru = new LRUCache<string, object>({
    max: limits.maxEntries,
    maxSize: limits.maxBytes,
    sizeCalculation: (value, key) => key.length + bytesOf(value),
  });
  const keyv = new Keyv({ store: new LruAdapter(lru), useKeyPrefix: false });
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return createKeyvStore({ keyv, clock, size: () => lru.size });
}

/** Keyv's adapter interface over an LRU of plain objects. */
class LruAdapter extends EventEmitter implements KeyvStoreAdapter {
  readonly opts = {};
  readonly #lru: LRUCache<string, object>;

  constructor(lru: LRUCache<string, object>) {
    super();
    this.#lru = lru;
  }

  async get(key: string) {
    return this.#lru.get(key);
  }
  async getMany(keys: string[]) {
    return keys.map((key) => this.#lru.get(key));
  }
  async set(key: string, value: object) {
    this.#lru.set(key, value);
  }
  async delete(key: string) {
    return this.#lru.delete(key);
  }
  async clear() {
    this.#lru.clear();
  }
}

/** Close enough for a bound: what the value would take as UTF-16 text, plus the objects around it. */
function bytesOf(value: unknown): number {
  return 2 * JSON.stringify(value).length + 256;
}

import type { Keyv } from 'keyv';
import type { Clock } from '../upstream/clock.ts';
import { timeToLiveMs, type Entry } from './entry.ts';
import type { Store } from './store.ts';

/** What a Keyv adapter is made into a store with. */
export type KeyvStoreOptions = {
  readonly keyv: Keyv;
  readonly clock: Clock;
  readonly size: () => number | undefined;
};

/** A store over any Keyv adapter: batch reads and writes, a time to live for each entry, errors thrown, not swallowed. */
export function createKeyvStore({ keyv, clock, size }: KeyvStoreOptions): Store {
  keyv.throwOnErrors = true;
  return {
    async getMany(keys) {
      if (keys.length === 0) return [];
      const values: readonly unknown[] = await keyv.getMany<unknown>([...keys]);
      return keys.map((_, index) => asEntry(values[index]));
    },
    async setMany(entries) {
      const kept = entries
        .map(({ key, entry }) => ({ key, value: entry, ttl: Math.floor(timeToLiveMs(entry, clock)) }))
        // Keyv takes 0 for "for ever".
        .filter(({ ttl }) => ttl > 0);
      if (kept.length > 0) await keyv.setMany(kept);
    },
    size,
    async [Symbol.asyncDispose]() {
      await keyv.disconnect();
    },
  };
}

/** What was read, if it has the shape of an entry; another program may have written under our key. */
function asEntry(stored: unknown): Entry<unknown> | undefined {
  return isEntry(stored) ? stored : undefined;
}

function isEntry(stored: unknown): stored is Entry<unknown> {
  if (typeof stored !== 'object' || stored === null) return false;
  if (!('value' in stored && 'fetchedAt' in stored && 'freshMs' in stored && 'staleMs' in stored)) return false;
  return [stored.fetchedAt, stored.freshMs, stored.staleMs].every((time) => typeof time === 'number');
}

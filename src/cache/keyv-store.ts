import { Keyv, type DeserializedData, type KeyvStoreAdapter } from 'keyv';
import type { Clock } from '../upstream/clock.ts';
import { timeToLiveMs, type Entry } from './entry.ts';
import type { Store } from './store.ts';

/** What a Keyv adapter is made into a store with. */
export type KeyvStoreOptions = {
  readonly adapter: KeyvStoreAdapter;
  /** Stands before every key, where the adapter writes it. */
  readonly namespace: string;
  readonly clock: Clock;
};

/** A store over any Keyv adapter: batch reads and writes, a time to live for each entry, errors thrown, not swallowed. */
export function createKeyvStore({ adapter, namespace, clock }: KeyvStoreOptions): Store {
  const keyv = new Keyv({ store: adapter, namespace, useKeyPrefix: false, throwOnErrors: true });
  // Whoever asked is told by the rejection; an event nobody listens to would end the process.
  keyv.on('error', () => undefined);
  keyv.serialize = JSON.stringify;
  keyv.deserialize = parse;
  return {
    async getMany(keys) {
      if (keys.length === 0) return [];
      const values: readonly unknown[] = await keyv.getMany<unknown>([...keys]);
      return keys.map((_, index) => asEntry(values[index]));
    },
    async setMany(entries) {
      const kept = entries
        .map(({ key, entry }) => ({ key, value: shared(entry), ttl: Math.floor(timeToLiveMs(entry, clock)) }))
        // Keyv takes 0 for "for ever".
        .filter(({ ttl }) => ttl > 0);
      if (kept.length > 0) await keyv.setMany(kept);
    },
    size: () => undefined,
    health: () => ({ ok: true }),
    async [Symbol.asyncDispose]() {
      await keyv.disconnect();
    },
  };
}

/** Without what only this process understands: its monotonic clock says nothing to another one, or after a restart. */
function shared({ value, fetchedAt, freshMs, staleMs }: Entry<unknown>): Entry<unknown> {
  return { value, fetchedAt, freshMs, staleMs };
}

/**
 * One unreadable value must not cost the others of its batch: it is a miss. Keyv's own time of expiry is left out, or it
 * would answer a read with a deletion; the backing expires by itself, and an entry's age is checked by its reader.
 */
function parse<Value>(text: string): DeserializedData<Value> | undefined {
  try {
    const row: DeserializedData<Value> | null = JSON.parse(text);
    return row?.value === undefined ? undefined : { value: row.value };
  } catch {
    return undefined;
  }
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

import { Keyv, type DeserializedData, type KeyvStoreAdapter } from 'keyv';
import { z } from 'zod';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { licenceLimitMs } from '../../catalog/lifetimes.ts';
import { timeToLiveMs, type Entry } from '../entry.ts';
import type { Store } from '../store.ts';

/** What a Keyv adapter is made into a store with. */
export type KeyvStoreOptions = {
  readonly adapter: KeyvStoreAdapter;
  /** Stands before every key, where the adapter writes it. */
  readonly namespace: string;
  readonly clock: Clock;
  /** Told of what is kept and cannot be read. */
  readonly report: Report;
};

/** A store over any Keyv adapter: batch reads and writes, a time to live for each entry, errors thrown, not swallowed. */
export function createKeyvStore({ adapter, namespace, clock, report }: KeyvStoreOptions): Store {
  const keyv = new Keyv({ store: adapter, namespace, useKeyPrefix: false, throwOnErrors: true });
  // Whoever asked is told by the rejection; an event nobody listens to would end the process.
  keyv.on('error', () => undefined);
  keyv.serialize = JSON.stringify;
  keyv.deserialize = parse;

  /** What was read, if it is an entry that was kept under this key; another program may have written there. */
  function entryOf(stored: unknown, key: string): Entry<unknown> | undefined {
    if (stored === undefined) return undefined;
    const { data: entry } = entryShape.safeParse(stored);
    if (entry?.key === key) {
      const { value, fetchedAt, freshMs, staleMs } = entry;
      return { value, fetchedAt, freshMs, staleMs };
    }
    report({ type: 'unreadable', where: 'store', key });
    return undefined;
  }

  return {
    async getMany(keys) {
      if (keys.length === 0) return [];
      const values: readonly unknown[] = await keyv.getMany<unknown>([...keys]);
      return keys.map((key, index) => entryOf(values[index], key));
    },
    async setMany(entries) {
      const kept = entries
        .map(({ key, entry }) => ({ key, value: shared(key, entry), ttl: Math.floor(timeToLiveMs(entry, clock)) }))
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

const lifeMs = z.number().min(0);

/** The value is checked by whoever knows what was asked. */
const entryShape = z.object({
  key: z.string(),
  value: z.unknown(),
  fetchedAt: z.number().min(0),
  // Nobody may keep anything longer, whatever is written there.
  freshMs: lifeMs.max(licenceLimitMs),
  staleMs: lifeMs,
});

type StoredEntry = z.infer<typeof entryShape>;

/**
 * With its key, so that it answers no other question, and without what only this process understands: its monotonic
 * clock says nothing to another one, or after a restart.
 */
function shared(key: string, { value, fetchedAt, freshMs, staleMs }: Entry<unknown>): StoredEntry {
  return { key, value, fetchedAt, freshMs, staleMs };
}

/**
 * One unreadable value must not cost the others of its batch: it reads as `null`, which is no entry. Keyv's own time of
 * expiry is left out, or it would answer a read with a deletion; the backing expires by itself, and an entry's age is
 * checked by its reader.
 */
function parse<Value>(text: string): DeserializedData<Value> {
  const none: DeserializedData<Value> = JSON.parse('{"value":null}');
  try {
    const row: DeserializedData<Value> | null = JSON.parse(text);
    return row?.value === undefined ? none : { value: row.value };
  } catch {
    return none;
  }
}

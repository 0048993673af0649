import { Keyv, type DeserializedData, type KeyvStoreAdapter } from 'keyv';
import { z } from 'zod';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { storageLimitMs } from '../../catalog/lifetimes.ts';
import { timeToLiveMs, type Entry } from '../entry.ts';
import type { Store } from '../store.ts';

/** Options of a store over a Keyv adapter. */
export type KeyvStoreOptions = {
  readonly adapter: KeyvStoreAdapter;
  /** Stands before every key, followed by a colon. */
  readonly namespace: string;
  /** Whether the adapter puts the namespace before its keys; otherwise Keyv does. */
  readonly adapterPrefixesKeys?: boolean;
  readonly clock: Clock;
  /** Receives an `unreadable` event for a value that is not an entry of its key. */
  readonly report: Report;
};

/** A store over any Keyv adapter: batch reads and writes, a time to live for each entry, errors thrown, not swallowed. */
export function createKeyvStore(options: KeyvStoreOptions): Store {
  const { adapter, namespace, adapterPrefixesKeys = false, clock, report } = options;
  const keyv = new Keyv({ store: adapter, namespace, useKeyPrefix: !adapterPrefixesKeys, throwOnErrors: true });
  // The rejection reports the error; an `error` event without a listener would end the process.
  keyv.on('error', () => undefined);
  keyv.serialize = JSON.stringify;
  keyv.deserialize = parse;

  /** The entry, if this is one that was stored under this key; another program may have written there. */
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
        // To Keyv, 0 means no expiry.
        .filter(({ ttl }) => ttl > 0);
      const [first] = kept;
      // An adapter may put a batch into a transaction, which costs a single entry two more commands.
      if (kept.length === 1 && first !== undefined) await keyv.set(first.key, first.value, first.ttl);
      else if (kept.length > 0) await keyv.setMany(kept);
    },
    size: () => undefined,
    health: () => ({ ok: true }),
    async [Symbol.asyncDispose]() {
      await keyv.disconnect();
    },
  };
}

const lifeMs = z.number().min(0);

/** The caller of the cache checks the value: it knows the type. */
const entryShape = z
  .object({
    key: z.string(),
    value: z.unknown(),
    fetchedAt: z.number().min(0),
    freshMs: lifeMs,
    staleMs: lifeMs,
  })
  // The licence holds whatever is stored.
  .refine(({ value, freshMs }) => freshMs <= storageLimitMs(value));

type StoredEntry = z.infer<typeof entryShape>;

/**
 * The entry with its key, so that it cannot answer for another key, and without its monotonic time, which means nothing
 * in another process or after a restart.
 */
function shared(key: string, { value, fetchedAt, freshMs, staleMs }: Entry<unknown>): StoredEntry {
  return { key, value, fetchedAt, freshMs, staleMs };
}

/**
 * One unreadable value must not cost the others of its batch: it reads as `null`, which is not an entry. Keyv's expiry
 * time is left out, because Keyv compares it with the machine's clock and deletes what it takes for expired: an instance
 * with a wrong clock would delete entries of all others. The adapter's time to live removes expired entries.
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

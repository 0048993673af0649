import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { stateOf, type Entry } from './entry.ts';
import type { Store } from './store.ts';
import { cacheVersions, versionsInUse, type CacheVersion, type PreviousVersion } from './versions.ts';

/** A copy that may still serve. */
export type Copy<T> = {
  readonly value: T;
  readonly fetchedAt: number;
  readonly freshMs: number;
  readonly state: 'fresh' | 'stale';
  /** It was not in the process's memory but in the store behind it. */
  readonly fromStore: boolean;
};

/** What is to be remembered. */
export type CacheWrite = {
  readonly key: string;
  readonly value: unknown;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly freshMs: number;
  /** As long as `freshMs` when a stale copy must not serve. */
  readonly staleMs: number;
};

/** The cache as the catalog uses it: never rejects; a store that fails is a miss and an event. */
export interface EntryCache {
  /** Copies in the keys' order, checked by `read`; what it does not recognise is a miss and an event. */
  getMany<T>(
    keys: readonly string[],
    read: (value: unknown, key: string) => T | undefined,
  ): Promise<readonly (Copy<T> | undefined)[]>;
  /** The fresh entry that the process has in its memory, the same object as long as it stays there: no promise, no copy. */
  peek(key: string, now: Clock): Entry<unknown> | undefined;
  /** Keeps the writes. */
  setMany(writes: readonly CacheWrite[]): Promise<void>;
}

/** What a entryCache is made of. */
export type EntryCacheOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly report: Report;
  /** What was ever kept under the keys, oldest first. */
  readonly versions?: readonly CacheVersion[];
};

/** Puts age, versions and forgiveness over a store. @throws {Error} when a version cannot read the one before it */
export function createEntryCache({ store, clock, report, versions = cacheVersions }: EntryCacheOptions): EntryCache {
  const { current, previous } = versionsInUse(versions);

  async function readAll(keys: readonly string[]): Promise<readonly (Entry<unknown> | undefined)[]> {
    const entries = await attempt('read', () => store.getMany(keys.map((key) => `${current}:${key}`)), []);
    const missed = keys.filter((_, index) => entries[index] === undefined);
    if (previous === undefined || missed.length === 0) return entries;
    const older = await readOlder(missed, previous);
    return keys.map((key, index) => entries[index] ?? older.get(key));
  }

  /** What the version before left, made into this one's and kept as such, so that it is looked up there only once. */
  async function readOlder(
    keys: readonly string[],
    { name, upcast }: PreviousVersion,
  ): Promise<ReadonlyMap<string, Entry<unknown>>> {
    const found = new Map<string, Entry<unknown>>();
    const entries = await attempt('read', () => store.getMany(keys.map((key) => `${name}:${key}`)), []);
    for (const [index, key] of keys.entries()) {
      const entry = entries[index];
      const value = entry === undefined ? undefined : tryUpcast(upcast, entry.value);
      if (entry !== undefined && value !== undefined) found.set(key, { ...entry, value });
    }
    const kept = [...found].map(([key, entry]) => ({ key: `${current}:${key}`, entry: asStored(entry) }));
    void attempt('write', () => store.setMany(kept), undefined);
    return found;
  }

  return {
    async getMany(keys, read) {
      if (keys.length === 0) return [];
      const entries = await readAll(keys);
      const readOrTell = (value: unknown, key: string) => {
        const known = read(value, key);
        if (known === undefined) report({ type: 'unreadable', where: 'store', key });
        return known;
      };
      return keys.map((key, index) => asCopy(entries[index], (value) => readOrTell(value, key), clock));
    },
    peek(key, now) {
      const entry = store.peek?.(`${current}:${key}`);
      return entry !== undefined && stateOf(entry, now) === 'fresh' ? entry : undefined;
    },
    async setMany(writes) {
      if (writes.length === 0) return;
      const entries = writes.map((write) => ({ key: `${current}:${write.key}`, entry: asEntry(write, clock) }));
      await attempt('write', () => store.setMany(entries), undefined);
    },
  };

  async function attempt<T>(action: 'read' | 'write', act: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await act();
    } catch (error) {
      report({ type: 'store-failed', action, message: error instanceof Error ? error.message : 'unknown' });
      return otherwise;
    }
  }
}

/** What an upcaster does not understand is a miss. */
function tryUpcast(upcast: PreviousVersion['upcast'], value: unknown): unknown {
  try {
    return upcast(value);
  } catch {
    return undefined;
  }
}

function asEntry({ value, fetchedAt, freshMs, staleMs }: CacheWrite, clock: Clock): Entry<unknown> {
  const fetchedAtMonotonic = clock.monotonic() - Math.max(0, clock.wall() - fetchedAt);
  return { value, fetchedAt, freshMs, staleMs, fetchedAtMonotonic };
}

/** Where it was read from is nothing to keep. */
function asStored({ value, fetchedAt, freshMs, staleMs, fetchedAtMonotonic }: Entry<unknown>): Entry<unknown> {
  const own = fetchedAtMonotonic !== undefined && { fetchedAtMonotonic };
  return { value, fetchedAt, freshMs, staleMs, ...own };
}

function asCopy<T>(
  entry: Entry<unknown> | undefined,
  read: (value: unknown) => T | undefined,
  clock: Clock,
): Copy<T> | undefined {
  if (entry === undefined) return undefined;
  const state = stateOf(entry, clock);
  if (state === 'expired') return undefined;
  const value = read(entry.value);
  if (value === undefined) return undefined;
  const { fetchedAt, freshMs, fromStore = false } = entry;
  return { value, fetchedAt, freshMs, state, fromStore };
}

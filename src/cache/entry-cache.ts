import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { stateOf, type Entry } from './entry.ts';
import type { Store } from './store.ts';
import { cacheVersions, versionsInUse, type CacheVersion, type PreviousVersion } from './versions.ts';

/** A cached copy that may still be used. */
export type Copy<T> = {
  readonly value: T;
  readonly fetchedAt: number;
  readonly freshMs: number;
  readonly state: 'fresh' | 'stale';
  /** Whether it came from the store behind the process's memory. */
  readonly fromStore: boolean;
};

/** A value to store, and for how long it may be used. */
export type CacheWrite = {
  readonly key: string;
  readonly value: unknown;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly freshMs: number;
  /** Equal to `freshMs` when a stale copy must not be used. */
  readonly staleMs: number;
};

/** The cache as the catalog uses it. It never rejects: a failure of the store is a miss and an event. */
export interface EntryCache {
  /** Copies in the keys' order, checked by `read`. A value that `read` does not recognise is a miss and an event. */
  getMany<T>(
    keys: readonly string[],
    read: (value: unknown, key: string) => T | undefined,
  ): Promise<readonly (Copy<T> | undefined)[]>;
  /** The fresh entry in the process's memory, without a promise: the same object for as long as it stays there. */
  peek(key: string, now: Clock): Entry<unknown> | undefined;
  /** Stores the values. */
  setMany(writes: readonly CacheWrite[]): Promise<void>;
}

/** Options of an entry cache. */
export type EntryCacheOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly report: Report;
  /** The versions of the stored values, oldest first. */
  readonly versions?: readonly CacheVersion[];
};

/** Adds ages, versions and tolerance of failures to a store. @throws {Error} when a version cannot read the one before it */
export function createEntryCache({ store, clock, report, versions = cacheVersions }: EntryCacheOptions): EntryCache {
  const { current, previous } = versionsInUse(versions);

  async function readAll(keys: readonly string[]): Promise<readonly (Entry<unknown> | undefined)[]> {
    const entries = await attempt('read', () => store.getMany(keys.map((key) => `${current}:${key}`)), []);
    const missed = keys.filter((_, index) => entries[index] === undefined);
    if (previous === undefined || missed.length === 0) return entries;
    const older = await readOlder(missed, previous);
    return keys.map((key, index) => entries[index] ?? older.get(key));
  }

  /** Entries of the version before, converted and stored in the current version, so that each is converted once. */
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
    const converted = [...found].map(([key, entry]) => ({ key: `${current}:${key}`, entry: asStored(entry) }));
    void attempt('write', () => store.setMany(converted), undefined);
    return found;
  }

  return {
    async getMany(keys, read) {
      if (keys.length === 0) return [];
      const entries = await readAll(keys);
      const readOrReport = (value: unknown, key: string) => {
        const known = read(value, key);
        if (known === undefined) report({ type: 'unreadable', where: 'store', key });
        return known;
      };
      return keys.map((key, index) => asCopy(entries[index], (value) => readOrReport(value, key), clock));
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

/** A value that the upcaster does not understand is a miss. */
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

/** The entry without its origin. */
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

import type { Report } from '../event.ts';
import type { Clock } from '../upstream/clock.ts';
import { stateOf, type Entry } from './entry.ts';
import type { Store, StoredEntry } from './store.ts';

/** A copy that may still serve. */
export type Copy<T> = {
  readonly value: T;
  readonly fetchedAt: number;
  readonly freshMs: number;
  readonly state: 'fresh' | 'stale';
};

/** What is to be remembered, as of now. */
export type Note = {
  readonly key: string;
  readonly value: unknown;
  readonly freshMs: number;
  /** As long as `freshMs` when a stale copy must not serve. */
  readonly staleMs: number;
};

/** The cache as the catalog uses it: never rejects; a store that fails is a miss and an event. */
export interface Larder {
  /** Copies in the keys' order, checked by `read`; what it does not recognise is a miss. */
  recall<T>(
    keys: readonly string[],
    read: (value: unknown, key: string) => T | undefined,
  ): Promise<readonly (Copy<T> | undefined)[]>;
  /** Keeps the notes, each fetched at this moment. */
  remember(notes: readonly Note[]): Promise<void>;
}

/** What a larder is made of. */
export type LarderOptions = { readonly store: Store; readonly clock: Clock; readonly report: Report };

/** Version of the keys: a change of what is kept under them gets a new one. */
const version = 'v1';

/** Puts age, versions and forgiveness over a store. */
export function createLarder({ store, clock, report }: LarderOptions): Larder {
  return {
    async recall(keys, read) {
      if (keys.length === 0) return [];
      const entries = await attempt('read', () => store.getMany(keys.map(versioned)), []);
      return keys.map((key, index) => asCopy(entries[index], (value) => read(value, key), clock));
    },
    async remember(notes) {
      if (notes.length === 0) return;
      const entries = notes.map((note) => asEntry(note, clock));
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

function versioned(key: string): string {
  return `${version}:${key}`;
}

function asEntry({ key, value, freshMs, staleMs }: Note, clock: Clock): StoredEntry {
  const entry = { value, fetchedAt: clock.wall(), freshMs, staleMs, fetchedAtMonotonic: clock.monotonic() };
  return { key: versioned(key), entry };
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
  return value === undefined ? undefined : { value, fetchedAt: entry.fetchedAt, freshMs: entry.freshMs, state };
}

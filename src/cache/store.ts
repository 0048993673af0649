import type { Entry } from './entry.ts';

/** An entry under its key. */
export type StoredEntry = { readonly key: string; readonly entry: Entry<unknown> };

/** Whether a store works; `detail` names the failure, without a secret. */
export type StoreHealth = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/** A place for entries. It may reject; the entry cache over it does not. */
export interface Store extends AsyncDisposable {
  /** The entries in the keys' order; `undefined` where there is no entry. Without keys it makes no call. */
  getMany(keys: readonly string[]): Promise<readonly (Entry<unknown> | undefined)[]>;
  /**
   * The entry, of any age, if it is in this process's memory and needs no check of the store behind while it is fresh.
   * Absent where every read makes a call.
   */
  peek?(key: string): Entry<unknown> | undefined;
  /** Stores each entry for as long as its ages and the licence allow, and replaces an entry of the same key. */
  setMany(entries: readonly StoredEntry[]): Promise<void>;
  /** The number of entries; `undefined` where counting them would need a scan. */
  size(): number | undefined;
  /** Known from the last operations; makes no call. */
  health(): StoreHealth;
}

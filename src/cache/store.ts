import type { Entry } from './entry.ts';

/** An entry under its key. */
export type StoredEntry = { readonly key: string; readonly entry: Entry<unknown> };

/** Whether a store does what it is for; `detail` says what does not work, without a secret. */
export type StoreHealth = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/** Where entries are kept. May reject: whoever must not fail for a store wraps it. */
export interface Store extends AsyncDisposable {
  /** The entries in the keys' order; `undefined` where there is none. Makes no call for no keys. */
  getMany(keys: readonly string[]): Promise<readonly (Entry<unknown> | undefined)[]>;
  /**
   * The entry, of whatever age, if this process has it in its memory and nobody else need be asked while it is fresh;
   * absent where every read asks somebody.
   */
  peek?(key: string): Entry<unknown> | undefined;
  /** Keeps each entry for as long as it and the licence allow, replacing what was there. */
  setMany(entries: readonly StoredEntry[]): Promise<void>;
  /** Entries held; `undefined` where counting them would cost a scan. */
  size(): number | undefined;
  /** What the last operations came to; asks nobody. */
  health(): StoreHealth;
}

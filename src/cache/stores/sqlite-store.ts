import { sleep } from '../../async.ts';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { guardStore } from '../guarded-store.ts';
import { createKeyvStore } from './keyv-store.ts';
import { SqliteAdapter } from './sqlite-adapter.ts';
import { isBusy, openSqliteFile, StoreOpenError } from './sqlite-file.ts';
import type { Store } from '../store.ts';

/** Options of a SQLite store. */
export type SqliteStoreOptions = {
  readonly path: string;
  /** Stands before every key, followed by a colon. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly report: Report;
};

const timeoutMs = 250;
const startWaitMs = 200;
const busyPausesMs: readonly number[] = [2, 5, 10, 20, 40, 80];
const sweepEveryMs = 30_000;
const sweepNextMs = 100;
const sweepRows = 200;

/**
 * A store in one file, so that a restarted machine keeps its entries. A background task removes expired entries in small
 * batches. Operations on a file that is locked, full or read-only are rejected within a quarter of a second.
 *
 * @throws {StoreOpenError} when the file cannot be the cache; not when it is merely locked or read-only
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const { clock, report } = options;
  let opened: Opened | undefined;
  // Only the start may block the event loop while it waits for another process.
  const use = (): Opened => (opened ??= open(options, 0));
  try {
    opened = open(options, startWaitMs);
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
  }
  const stopSweeping = sweepInBackground(() => opened?.adapter.removeExpired(sweepRows) ?? 0);
  const file: Store = {
    getMany: async (keys) => await retryWhileBusy(async () => await use().store.getMany(keys)),
    setMany: async (entries) => await retryWhileBusy(async () => await use().store.setMany(entries)),
    size: () => undefined,
    health: () => ({ ok: true }),
    async [Symbol.asyncDispose]() {
      stopSweeping();
      await opened?.store[Symbol.asyncDispose]();
    },
  };
  return guardStore(file, { clock, report, timeoutMs });
}

type Opened = { readonly adapter: SqliteAdapter; readonly store: Store };

function open({ path, namespace, clock, report }: SqliteStoreOptions, waitMs: number): Opened {
  const adapter = new SqliteAdapter(openSqliteFile(path, waitMs), clock.wall);
  return { adapter, store: createKeyvStore({ adapter, namespace, clock, report }) };
}

/** SQLite's own wait would block the event loop; another process's write takes milliseconds. */
async function retryWhileBusy<T>(act: () => Promise<T>): Promise<T> {
  for (const pauseMs of busyPausesMs) {
    try {
      return await act();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await sleep(pauseMs);
    }
  }
  return await act();
}

/** Removes a batch every half minute, and sooner while batches come out full. Returns how to stop. */
function sweepInBackground(sweep: () => number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const next = (afterMs: number) => {
    timer = setTimeout(() => next(removeBatch() === sweepRows ? sweepNextMs : sweepEveryMs), afterMs).unref();
  };
  const removeBatch = () => {
    try {
      return sweep();
    } catch {
      // Locked, full or read-only: reads skip expired entries anyway.
      return 0;
    }
  };
  next(sweepNextMs);
  return () => clearTimeout(timer);
}

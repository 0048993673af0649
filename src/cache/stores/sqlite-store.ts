import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import { guardStore } from '../guarded-store.ts';
import { createKeyvStore } from './keyv-store.ts';
import { SqliteAdapter } from './sqlite-adapter.ts';
import { isBusy, openSqliteFile, StoreOpenError } from './sqlite-file.ts';
import type { Store } from '../store.ts';

/** What a SQLite store is made of. */
export type SqliteStoreOptions = { readonly path: string; readonly clock: Clock; readonly report: Report };

const timeoutMs = 250;
const startWaitMs = 200;
const busyPausesMs: readonly number[] = [2, 5, 10, 20, 40, 80];
const sweepEveryMs = 30_000;
const sweepNextMs = 100;
const sweepRows = 200;

/**
 * A store in one file, for one machine that restarts. What is over is removed behind the scenes in small slices; a file
 * that is locked, full or read-only is a rejection within a quarter of a second.
 *
 * @throws {StoreOpenError} when the file cannot be the cache; not when it is merely locked or read-only
 */
export function createSqliteStore({ path, clock, report }: SqliteStoreOptions): Store {
  let opened: Opened | undefined;
  // Later on nothing may hold the event loop.
  const use = (): Opened => (opened ??= open({ path, clock, report }, 0));
  try {
    opened = open({ path, clock, report }, startWaitMs);
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

function open({ path, clock, report }: SqliteStoreOptions, waitMs: number): Opened {
  const adapter = new SqliteAdapter(openSqliteFile(path, waitMs), clock.wall);
  return { adapter, store: createKeyvStore({ adapter, namespace: '', clock, report }) };
}

/** SQLite's own waiting would hold the event loop; another process's write is over within milliseconds. */
async function retryWhileBusy<T>(act: () => Promise<T>): Promise<T> {
  for (const pauseMs of busyPausesMs) {
    try {
      return await act();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await delay(pauseMs);
    }
  }
  return await act();
}

/** Removes a slice now and then, the next one soon while slices come out full; returns how to stop. */
function sweepInBackground(sweep: () => number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const next = (afterMs: number) => {
    timer = setTimeout(() => next(slice() === sweepRows ? sweepNextMs : sweepEveryMs), afterMs).unref();
  };
  const slice = () => {
    try {
      return sweep();
    } catch {
      // Locked, full or read-only: reads skip what is over anyway.
      return 0;
    }
  };
  next(sweepNextMs);
  return () => clearTimeout(timer);
}

import { withTimeout } from '../async.ts';
import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { createCircuit, type Circuit } from '../upstream/circuit.ts';
import type { Store, StoreHealth } from './store.ts';

/** The connection behind a store. */
export type StoreConnection = {
  /** Why the store cannot be called now; `undefined` when it can, or when that is not known yet. */
  readonly problem: () => string | undefined;
  /** How many connections there have been. */
  readonly connections: () => number;
  /** Calls the listener when one of the two may have changed. Returns how to stop it. */
  readonly onChange: (listener: () => void) => () => void;
  /** Gives up a connection that hangs, and everything that waits in it. */
  readonly drop: () => void;
  /** The error in words that hold no credential. */
  readonly describe: (error: unknown) => string;
};

/** Options of a guard. */
export type GuardOptions = {
  readonly clock: Clock;
  readonly report: Report;
  /** The time limit of one read or write. */
  readonly timeoutMs: number;
  /** Absent where the store needs no connection. */
  readonly connection?: StoreConnection;
};

/** The limit of pending operations: more of them would only fill memory while the store does not keep up. */
const maxPending = 512;

const opening = { afterFailures: 3, forMs: 3_000, growsToMs: 3_000 } as const;

/** The store did not answer in time, failed, or was not called because it failed before. */
class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/**
 * A store that answers within `timeoutMs` or rejects. After three failures in a row it is not called for three seconds,
 * and then by one operation as a probe. Reads and writes have a circuit each: a read-only or full store can still be read.
 */
export function guardStore(store: Store, { clock, report, timeoutMs, connection }: GuardOptions): Store {
  const breakers = { read: createBreaker(clock), write: createBreaker(clock) };
  let pending = 0;
  let reported: StoreHealth = { ok: true };
  let connections = 0;

  async function guarded<T>(action: 'read' | 'write', call: () => Promise<T>): Promise<T> {
    const problem = connection?.problem();
    if (problem !== undefined) throw new StoreUnavailableError(problem);
    const breaker = breakers[action];
    const state = breaker.circuit.state();
    const probes = state === 'HALF_OPEN';
    if (state === 'OPEN' || (probes && breaker.probing)) {
      throw new StoreUnavailableError(`unavailable after failures: ${breaker.circuit.code}`);
    }
    if (pending >= maxPending) throw new StoreUnavailableError(`${maxPending} operations are pending`);
    breaker.probing ||= probes;
    pending += 1;
    try {
      const result = await withTimeout(call(), timeoutMs, () => {
        throw new TimedOut(`no answer within ${timeoutMs} ms`);
      });
      breaker.circuit.succeeded();
      return result;
    } catch (error) {
      throw failed(breaker.circuit, error);
    } finally {
      if (probes) breaker.probing = false;
      pending -= 1;
      notify();
    }
  }

  function failed(circuit: Circuit, error: unknown): StoreUnavailableError {
    const timedOut = error instanceof TimedOut;
    const message = timedOut || connection === undefined ? messageOf(error) : connection.describe(error);
    circuit.failed(message);
    if (timedOut && circuit.state() === 'OPEN') connection?.drop();
    return new StoreUnavailableError(message, { cause: error });
  }

  function health(): StoreHealth {
    const problem = connection?.problem();
    if (problem !== undefined) return { ok: false, detail: problem };
    const [readFailure, writeFailure] = [breakers.read.circuit.code, breakers.write.circuit.code];
    if (readFailure !== undefined) return { ok: false, detail: `cannot be read: ${readFailure}` };
    return writeFailure === undefined ? { ok: true } : { ok: false, detail: `cannot be written: ${writeFailure}` };
  }

  function notify(): void {
    const now = health();
    if (now.ok !== reported.ok)
      report({ type: 'store', state: now.ok ? 'UP' : 'DOWN', ...(!now.ok && { detail: now.detail }) });
    reported = now;
  }

  const stop = connection?.onChange(() => {
    const isNew = connection.connections() !== connections;
    if (isNew) for (const { circuit } of [breakers.read, breakers.write]) circuit.succeeded();
    connections = connection.connections();
    notify();
  });
  return {
    getMany: async (keys) => (keys.length === 0 ? [] : await guarded('read', () => store.getMany(keys))),
    async setMany(entries) {
      if (entries.length > 0) await guarded('write', () => store.setMany(entries));
    },
    size: () => store.size(),
    health,
    async [Symbol.asyncDispose]() {
      stop?.();
      await store[Symbol.asyncDispose]();
    },
  };
}

/** The circuit of the reads or of the writes, and whether one of them is a probe at this moment. */
type Breaker = { readonly circuit: Circuit; probing: boolean };

function createBreaker(clock: Clock): Breaker {
  const circuit = createCircuit(
    clock,
    () => undefined,
    () => opening,
  );
  return { circuit, probing: false };
}

class TimedOut extends Error {}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

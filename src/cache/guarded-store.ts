import { withTimeout } from '../async.ts';
import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { createStoreCircuit, type StoreCircuit } from './store-circuit.ts';
import type { StoreLink } from './store-link.ts';
import type { Store, StoreHealth } from './store.ts';

/** How a store that may be slow, or gone, is asked. */
export type GuardOptions = {
  readonly clock: Clock;
  readonly report: Report;
  /** The longest one read or write is waited for. */
  readonly timeoutMs: number;
  /** The connection behind the store: without it the store is not asked, and when it hangs it is dropped. */
  readonly link?: StoreLink;
  /** What an error may be told as. */
  readonly describe?: (error: unknown) => string;
};

/** Operations under way at a time; more of them wait for a store that does not keep up, and would only fill memory. */
const maxUnderWay = 512;

/** The store did not answer in time, or is not asked because it failed just now. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/**
 * A store that answers within `timeoutMs` or rejects: after three failures in a row it is left alone for three seconds,
 * then tried by one operation. Reads and writes have a circuit each, because a read-only or full store still reads.
 */
export function guardStore(store: Store, options: GuardOptions): Store {
  const { clock, report, timeoutMs, link, describe = messageOf } = options;
  const circuits = { read: createStoreCircuit(clock), write: createStoreCircuit(clock) };
  let underWay = 0;
  let known: StoreHealth = { ok: true };

  async function guarded<T>(action: 'read' | 'write', act: () => Promise<T>): Promise<T> {
    const circuit = circuits[action];
    const problem = link?.problem();
    if (problem !== undefined) throw new StoreUnavailableError(problem);
    if (!circuit.admits()) throw new StoreUnavailableError(`not asked: ${circuit.failure() ?? 'being tried'}`);
    if (underWay >= maxUnderWay) {
      circuit.released();
      throw new StoreUnavailableError(`not asked: ${maxUnderWay} operations are under way`);
    }
    underWay += 1;
    try {
      const result = await withTimeout(act(), timeoutMs, () => {
        throw new TimedOut(`no answer within ${timeoutMs} ms`);
      });
      circuit.succeeded();
      return result;
    } catch (error) {
      throw failed(circuit, error);
    } finally {
      underWay -= 1;
      tell();
    }
  }

  function failed(circuit: StoreCircuit, error: unknown): StoreUnavailableError {
    const message = describe(error);
    const opened = circuit.failed(message);
    if (opened && error instanceof TimedOut) link?.drop();
    return new StoreUnavailableError(message, { cause: error });
  }

  function health(): StoreHealth {
    const problem = link?.problem();
    return problem === undefined ? healthOf(circuits.read, circuits.write) : { ok: false, detail: problem };
  }

  function tell(): void {
    const now = health();
    if (now.ok !== known.ok)
      report({ type: 'store', state: now.ok ? 'UP' : 'DOWN', ...(!now.ok && { detail: now.detail }) });
    known = now;
  }

  link?.whenChanged(() => {
    if (link.problem() === undefined) for (const circuit of [circuits.read, circuits.write]) circuit.succeeded();
    tell();
  });
  return {
    getMany: async (keys) => (keys.length === 0 ? [] : await guarded('read', () => store.getMany(keys))),
    async setMany(entries) {
      if (entries.length > 0) await guarded('write', () => store.setMany(entries));
    },
    size: () => store.size(),
    health,
    [Symbol.asyncDispose]: async () => await store[Symbol.asyncDispose](),
  };
}

function healthOf(read: StoreCircuit, write: StoreCircuit): StoreHealth {
  const [unread, unwritten] = [read.failure(), write.failure()];
  if (unread !== undefined) return { ok: false, detail: `cannot be read: ${unread}` };
  return unwritten === undefined ? { ok: true } : { ok: false, detail: `cannot be written: ${unwritten}` };
}

class TimedOut extends Error {}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

import { withTimeout } from '../async.ts';
import type { Clock } from '../clock.ts';
import { createRedisLink, nameOf, type RedisClient } from './redis-link.ts';

/** Whether commands can be given: not yet tried, yes, or not now. */
export type SharedRedisState = 'CONNECTING' | 'UP' | 'DOWN';

/** The Redis that several instances of the gateway share, for what is theirs together: permits, leases, tokens, totals. */
export interface SharedRedis extends AsyncDisposable {
  state(): SharedRedisState;
  /** How many connections there have been: whoever sees it change has to reckon with lost data. */
  readonly connections: number;
  /** How long a command took lately, in milliseconds; an upper bound that falls slowly. */
  roundTripMs(): number;
  /**
   * Runs a Lua script and returns its reply. Fails at once while Redis is down, and within 250 ms when it hangs;
   * nothing is queued for later.
   *
   * @param keys without the prefix that all keys of the gateway have
   * @throws {SharedRedisError}
   */
  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** `listener` is told when Redis can be used and when not any more; returns how to stop it. */
  onChange(listener: (up: boolean) => void): () => void;
}

/** A command that was not answered. It may have been executed. `message` never holds a credential. */
export class SharedRedisError extends Error {
  override readonly name = 'SharedRedisError';
}

/** What the client is made of. */
export type SharedRedisOptions = {
  /** `redis://` or `rediss://`; may hold a password. */
  readonly url: string;
  readonly clock: Clock;
  /** Before every key. */
  readonly prefix?: string;
  /** Told when Redis can be used and when not any more, and why. */
  readonly onChange?: (up: boolean, reason?: string) => void;
};

const commandTimeoutMs = 250;
/** After an error that Redis itself answered (read-only, out of memory, loading) it is left alone so long. */
const refusedForMs = 1_000;
const roundTripDecay = 0.8;

/** Connects in the background; a Redis that is not there is tried again for ever. */
export function createSharedRedis(options: SharedRedisOptions): SharedRedis {
  const { clock, prefix = 'asin-gateway:', onChange = () => undefined } = options;
  const listeners = new Set<(up: boolean) => void>();
  const pending = new Set<Promise<unknown>>();
  let refusedUntil = -Infinity;
  let refused = false;
  let roundTripMs = 1;

  const tell = (up: boolean, reason?: string) => {
    onChange(up, reason);
    for (const listener of listeners) listener(up);
  };
  const link = createRedisLink({
    url: options.url,
    onChange(up, reason) {
      refusedUntil = -Infinity;
      refused = false;
      tell(up, reason);
    },
  });
  let attempted = false;
  void link.attempted.then(() => (attempted = true));

  const state = (): SharedRedisState => {
    if (link.client() === undefined) return attempted ? 'DOWN' : 'CONNECTING';
    return clock.monotonic() < refusedUntil ? 'DOWN' : 'UP';
  };

  function failed(client: RedisClient, error: unknown): SharedRedisError {
    if (error instanceof SharedRedisError) link.drop(client);
    else if (link.client() === client) {
      refusedUntil = clock.monotonic() + refusedForMs;
      if (!refused) tell(false, nameOf(error));
      refused = true;
    }
    return new SharedRedisError(`redis: ${error instanceof SharedRedisError ? error.message : nameOf(error)}`);
  }

  function answered(startedAt: number): void {
    const tookMs = clock.monotonic() - startedAt;
    roundTripMs = Math.max(tookMs, roundTripMs * roundTripDecay);
    if (!refused) return;
    refused = false;
    tell(true);
  }

  async function run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (state() === 'CONNECTING') await inTime(link.attempted);
    const client = link.client();
    if (client === undefined || state() === 'DOWN') throw new SharedRedisError('redis: down');
    const startedAt = clock.monotonic();
    try {
      const reply: unknown = await inTime(
        client.eval(script, { keys: keys.map((key) => prefix + key), arguments: args.map(String) }),
      );
      answered(startedAt);
      return reply;
    } catch (error) {
      throw failed(client, error);
    }
  }

  return {
    state,
    get connections() {
      return link.connections;
    },
    roundTripMs: () => roundTripMs,
    run(script, keys, args) {
      const running = run(script, keys, args).finally(() => pending.delete(running));
      pending.add(running);
      return running;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      // What the others wait for is told before the connection ends; no command takes longer than its limit.
      await Promise.allSettled(pending);
      listeners.clear();
      link[Symbol.dispose]();
    },
  };
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return withTimeout(promise, commandTimeoutMs, () => {
    throw new SharedRedisError('no answer in time');
  });
}

import { DisconnectsClientError, ErrorReply } from '@redis/client';
import { withTimeout } from '../async.ts';
import type { Clock } from '../clock.ts';
import { createCircuit } from '../upstream/circuit.ts';
import { createRedisClient, describeRedisError, evaluate, type RedisClient, type Script } from './redis-client.ts';

/** Whether scripts can be run: not known yet, yes, or not now. */
export type RedisState = 'CONNECTING' | 'UP' | 'DOWN';

/** The process's one connection to Redis: for cached entries, and for what instances share. */
export interface Redis extends AsyncDisposable {
  /** For commands that are not scripts. Check `problem()` first. */
  readonly client: RedisClient;
  /** Settles when the first attempt to connect has ended, either way; never rejects. */
  readonly attempted: Promise<void>;
  /** Why there is no connection; `undefined` while there is one, and before the first attempt has ended. */
  problem(): string | undefined;
  state(): RedisState;
  /** How many connections there have been; after a change, Redis may have lost data. */
  readonly connections: number;
  /** Duration of recent scripts in milliseconds: an upper bound that falls slowly. */
  roundTripMs(): number;
  /**
   * Runs a Lua script and returns its reply. Fails at once while Redis is down, and within 250 ms when it hangs;
   * nothing is queued for later.
   *
   * @param keys without the prefix that all keys of the gateway have
   * @throws {RedisError}
   */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Calls `listener` when scripts can be run, and when they no longer can, with the reason. Returns how to stop it. */
  onChange(listener: RedisListener): () => void;
  /** Gives up a connection that hangs, and everything that waits in it; the client makes a new one. */
  drop(): void;
}

/** Receives whether Redis can be used, and why not. */
export type RedisListener = (up: boolean, reason?: string) => void;

/** A script without a reply. Redis may have run it. The message never holds a credential. */
class RedisError extends Error {
  override readonly name = 'RedisError';
}

/** Options of the connection. */
export type RedisOptions = {
  /** `redis://` or `rediss://`; may hold a password. */
  readonly url: string;
  readonly clock: Clock;
  /** Stands before the keys of scripts, followed by a colon. */
  readonly prefix?: string;
};

/** The first part of every key that the gateway writes. */
export const redisPrefix = 'asin-gateway';

const commandTimeoutMs = 250;
/** How long a ping may take after a script without an answer. */
const pingTimeoutMs = 1_000;
/** After an error reply (read-only, out of memory, loading) no script is run for a second. */
const refusal = { afterFailures: 1, forMs: 1_000, growsToMs: 1_000 } as const;
const roundTripDecay = 0.8;
const noAnswer = 'no answer in time';

/**
 * Connects in the background, and reconnects until it is disposed of. A server that is absent is not an error.
 *
 * @throws {TypeError} when the URL cannot be one of Redis
 */
export function openRedis({ url, clock, prefix = redisPrefix }: RedisOptions): Redis {
  const listeners = new Set<RedisListener>();
  const pending = new Set<Promise<unknown>>();
  const sentScripts = new Set<string>();
  const attempt = Promise.withResolvers<void>();
  let attempted = false;
  let closing = false;
  let connections = 0;
  let lastError = 'connecting';
  let roundTripMs = 1;
  let checking = false;
  let reported: boolean | undefined;

  const client = createRedisClient(url, () => !closing);
  const circuit = createCircuit(clock, notify, () => refusal);
  client.on('ready', () => {
    if (closing) {
      client.destroy();
      return;
    }
    connections += 1;
    sentScripts.clear();
    circuit.succeeded();
    settle();
  });
  client.on('error', (error: unknown) => {
    // The client's own ping fails with the latter after `drop`.
    if (client.isReady || error instanceof DisconnectsClientError) return;
    lastError = describeRedisError(error);
    settle();
  });
  connect();

  function connect(): void {
    client.connect().catch(() => undefined);
  }

  function settle(): void {
    attempted = true;
    attempt.resolve();
    notify();
  }

  function notify(): void {
    const up = client.isReady && !checking && circuit.code === undefined;
    if (up === reported) return;
    reported = up;
    for (const listener of listeners) {
      if (up) listener(true);
      else listener(false, checking ? noAnswer : (circuit.code ?? lastError));
    }
  }

  function state(): RedisState {
    if (!attempted) return 'CONNECTING';
    return client.isReady && !checking && circuit.state() !== 'OPEN' ? 'UP' : 'DOWN';
  }

  /**
   * After a script without an answer: runs no script until Redis has answered a ping, and gives the connection up if it
   * does not. A single slow reply must not cost the cache its connection.
   */
  async function check(): Promise<void> {
    if (checking || !client.isReady) return;
    checking = true;
    notify();
    const connection = connections;
    const ping = client.ping().then(
      () => true,
      () => false,
    );
    const answered = await withTimeout(ping, pingTimeoutMs, () => false);
    checking = false;
    if (!answered && connection === connections) drop();
    notify();
  }

  function drop(): void {
    if (!client.isReady) return;
    lastError = noAnswer;
    client.destroy();
    if (!closing) connect();
    notify();
  }

  async function run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (!attempted) await inTime(attempt.promise);
    if (state() !== 'UP') throw new RedisError('redis: down');
    const startedAt = clock.monotonic();
    try {
      const options = { keys: keys.map((key) => `${prefix}:${key}`), arguments: args.map(String) };
      const reply = await inTime(evaluate(client, script, options, sentScripts));
      roundTripMs = Math.max(clock.monotonic() - startedAt, roundTripMs * roundTripDecay);
      circuit.succeeded();
      return reply;
    } catch (error) {
      if (error instanceof RedisError) void check();
      else if (error instanceof ErrorReply) circuit.failed(describeRedisError(error));
      throw error instanceof RedisError ? error : new RedisError(`redis: ${describeRedisError(error)}`);
    }
  }

  return {
    client,
    attempted: attempt.promise,
    problem: () => (attempted && !client.isReady ? `not connected (${lastError})` : undefined),
    state,
    get connections() {
      return connections;
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
    drop,
    async [Symbol.asyncDispose]() {
      // Other instances wait for what is being published; no script takes longer than its time limit.
      await Promise.allSettled(pending);
      closing = true;
      listeners.clear();
      // The client leaks a socket that is destroyed while it connects; that attempt ends by itself.
      if (client.isReady) client.destroy();
      else client.unref();
    },
  };
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return withTimeout(promise, commandTimeoutMs, () => {
    throw new RedisError(`redis: ${noAnswer}`);
  });
}

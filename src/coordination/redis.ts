import { ErrorReply } from '@redis/client';
import { withTimeout } from '../async.ts';
import type { Clock } from '../clock.ts';
import { createCircuit } from '../upstream/circuit.ts';
import { describeRedisError, evaluate, RedisSetupError, type RedisClient, type Script } from './redis-client.ts';
import { openRedisLink } from './redis-link.ts';
import { parseRedisUrl } from './redis-url.ts';

/** Whether scripts can be run: not known yet, yes, or not now. */
export type RedisState = 'CONNECTING' | 'UP' | 'DOWN';

/** The process's connection to Redis: for cached entries, and for what instances share. */
export interface Redis extends AsyncDisposable {
  /** For commands that are not scripts: another one after each reconnection. Check `problem()` first. */
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
   * @param keys without the prefix that all keys of the gateway have; several have the same hash tag, `{…}`
   * @throws {RedisError}
   */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Calls `listener` when scripts can be run, and when they no longer can, with the reason. Returns how to stop it. */
  onChange(listener: RedisListener): () => void;
  /** The first part of all keys and channels. */
  readonly prefix: string;
  /**
   * Passes the messages of a channel on, also after reconnections. Messages are lost while there is no connection, and all
   * of them if the user of Redis may not subscribe. Another socket is used.
   *
   * @param channel without the prefix
   */
  subscribe(channel: string, listener: (message: string) => void): void;
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
  /** One that `parseRedisUrl` accepts; may hold a password. */
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
  const address = parseRedisUrl(url);
  if ('fault' in address) throw new TypeError('not the URL of a Redis server');
  const listeners = new Set<RedisListener>();
  const pending = new Set<Promise<unknown>>();
  const sentScripts = new Set<string>();
  const subscriptions: { readonly channel: string; readonly listener: (message: string) => void }[] = [];
  const attempt = Promise.withResolvers<void>();
  let attempted = false;
  let connections = 0;
  let lastError = 'connecting';
  let roundTripMs = 1;
  let checking = false;
  let reported: boolean | undefined;

  const circuit = createCircuit(clock, notify, () => refusal);
  const link = openRedisLink(address, {
    up() {
      connections += 1;
      sentScripts.clear();
      circuit.succeeded();
      for (const { channel, listener } of subscriptions) link.connection.subscribe(channel, listener);
      settle();
    },
    down(reason) {
      lastError = describeRedisError(reason);
      settle();
    },
  });

  function settle(): void {
    attempted = true;
    attempt.resolve();
    notify();
  }

  function notify(): void {
    const up = link.isUp && !checking && circuit.code === undefined;
    if (up === reported) return;
    reported = up;
    for (const listener of listeners) {
      if (up) listener(true);
      else listener(false, checking ? noAnswer : (circuit.code ?? lastError));
    }
  }

  function state(): RedisState {
    if (!attempted) return 'CONNECTING';
    return link.isUp && !checking && circuit.state() !== 'OPEN' ? 'UP' : 'DOWN';
  }

  /**
   * After a script without an answer: runs no script until Redis has answered a ping, and gives the connection up if it
   * does not. A single slow reply must not cost the cache its connection.
   */
  async function check(): Promise<void> {
    if (checking || !link.isUp) return;
    checking = true;
    notify();
    const connection = connections;
    const ping = link.connection.ping().then(
      () => true,
      () => false,
    );
    const answered = await withTimeout(ping, pingTimeoutMs, () => false);
    checking = false;
    if (!answered && connection === connections) drop();
    notify();
  }

  const drop = () => link.renew(new RedisSetupError(noAnswer));

  async function run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (!attempted) await inTime(attempt.promise);
    if (state() !== 'UP') throw new RedisError('redis: down');
    const startedAt = clock.monotonic();
    try {
      const options = { keys: keys.map((key) => `${prefix}:${key}`), arguments: args.map(String) };
      const reply = await inTime(evaluate(link.connection.client, script, options, sentScripts));
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
    get client() {
      return link.connection.client;
    },
    attempted: attempt.promise,
    problem: () => (attempted && !link.isUp ? `not connected (${lastError})` : undefined),
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
    prefix,
    subscribe(name, listener) {
      const channel = `${prefix}:${name}`;
      subscriptions.push({ channel, listener });
      if (link.isUp) link.connection.subscribe(channel, listener);
    },
    drop,
    async [Symbol.asyncDispose]() {
      // Other instances wait for what is being published; no script takes longer than its time limit.
      await Promise.allSettled(pending);
      listeners.clear();
      link.close();
    },
  };
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return withTimeout(promise, commandTimeoutMs, () => {
    throw new RedisError(`redis: ${noAnswer}`);
  });
}

import { setTimeout as rest } from 'node:timers/promises';
import { createClient } from '@redis/client';

/** A connection that is up. */
export type RedisClient = ReturnType<typeof newClient>;

/** Keeps one connection to a Redis, again and again, behind everybody's back. */
export interface RedisLink extends Disposable {
  /** The connection, while one is up. */
  client(): RedisClient | undefined;
  /** How many connections there have been: whoever sees it change has to reckon with lost data. */
  readonly connections: number;
  /** Settles once the first attempt has ended, either way. */
  readonly attempted: Promise<void>;
  /** Gives `client` up, because it does not answer; another connection is made in its place. */
  drop(client: RedisClient): void;
}

/** What a link is made of. */
export type RedisLinkOptions = {
  /** `redis://` or `rediss://`; may hold a password, which no message repeats. */
  readonly url: string;
  /** Told of every connection that is up, and why there is none any more. */
  readonly onChange: (up: boolean, reason?: string) => void;
};

/** Connecting includes the handshake and one answer: a server that hangs accepts connections all the same. */
const connectTimeoutMs = 1_000;
const restMs = { first: 50, longest: 2_000 } as const;

/**
 * Starts connecting.
 *
 * @throws {TypeError} at once when `url` is none that Redis could be at; the message does not repeat it
 */
export function createRedisLink({ url, onChange }: RedisLinkOptions): RedisLink {
  assertUrl(url);
  const closing = new AbortController();
  const attempted = Promise.withResolvers<void>();
  let current: { readonly client: RedisClient; readonly lost: (reason: string) => void } | undefined;
  let connections = 0;

  async function live(): Promise<void> {
    let pauseMs: number = restMs.first;
    while (!closing.signal.aborted) {
      const lost = Promise.withResolvers<string>();
      const client = newClient(url);
      client.on('error', (error) => lost.resolve(nameOf(error)));
      const fault = await Promise.race([lost.promise, answering(client), after(connectTimeoutMs, closing.signal)]);
      if (fault === undefined && !closing.signal.aborted) {
        current = { client, lost: lost.resolve };
        connections += 1;
        pauseMs = restMs.first;
        onChange(true);
      }
      attempted.resolve();
      const reason = fault ?? (await Promise.race([lost.promise, aborted(closing.signal)]));
      // Who closes it knows.
      if (!closing.signal.aborted && (current !== undefined || connections === 0)) onChange(false, reason);
      current = undefined;
      destroy(client);
      await rest(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      pauseMs = Math.min(restMs.longest, pauseMs * 2);
    }
  }
  void live();

  return {
    client: () => current?.client,
    get connections() {
      return connections;
    },
    attempted: attempted.promise,
    drop(client) {
      if (current?.client !== client) return;
      const { lost } = current;
      current = undefined;
      onChange(false, 'no answer in time');
      lost('no answer in time');
    },
    [Symbol.dispose]() {
      closing.abort();
    },
  };
}

function newClient(url: string) {
  return createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: false } });
}

function assertUrl(url: string): void {
  try {
    newClient(url);
  } catch {
    throw new TypeError('not a URL that Redis could be at');
  }
}

/** `undefined` once the server answers, else what is wrong. */
async function answering(client: RedisClient): Promise<string | undefined> {
  try {
    await client.connect();
    await client.ping();
    return undefined;
  } catch (error) {
    return nameOf(error);
  }
}

/** What went wrong, in words that cannot hold a credential: the error's code, or the first word of Redis's own. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,20}\b/.exec(error.message)?.[0] ?? error.constructor.name;
}

async function after(ms: number, signal: AbortSignal): Promise<string> {
  await rest(ms, undefined, { signal, ref: false }).catch(() => undefined);
  return signal.aborted ? 'closed' : 'no answer in time';
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('closed'), { once: true });
  });
}

function destroy(client: RedisClient): void {
  try {
    client.destroy();
  } catch {
    // It was closed already.
  }
}

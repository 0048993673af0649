import { createClient, type RedisClientType } from '@keyv/redis';
import type { StoreLink } from '../store-link.ts';

/** One connection to a Redis or Valkey server, made in the background and made again for as long as it is wanted. */
export interface RedisConnection extends StoreLink, AsyncDisposable {
  /** Commands may be sent only while `problem()` is undefined: the client would queue some of them without bound. */
  readonly client: RedisClientType;
  /** Settles when the first attempt to connect has succeeded or failed; never rejects. */
  readonly attempted: Promise<void>;
  /** What an error may be told as: its message without the URL's credentials. */
  readonly describe: (error: unknown) => string;
}

const connectTimeoutMs = 1_000;
const longestPauseMs = 1_000;
const heartbeatMs = 2_000;
const heartbeatTimeoutMs = 1_000;
/** A handshake that hangs is given up after this; a connection in use hears a heartbeat more often. */
const silenceMs = 5_000;

/** Connects to `redis://` or `rediss://`. A server that is gone is no failure: it is used when it is there. */
export function openRedisConnection(url: string): RedisConnection {
  const listeners = new Set<() => void>();
  const attempt = Promise.withResolvers<void>();
  let closing = false;
  let attempted = false;
  let lastError = 'connecting';

  const client: RedisClientType = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectTimeoutMs,
      socketTimeout: silenceMs,
      reconnectStrategy: (retries) => (closing ? false : Math.min(longestPauseMs, 50 * 2 ** Math.min(retries, 5))),
    },
  });
  const changed = () => {
    attempted = true;
    attempt.resolve();
    for (const listener of listeners) listener();
  };
  const describe = (error: unknown) => withoutCredentials(messageOf(error), url);
  const connect = () => void client.connect().catch(() => undefined);
  const drop = () => {
    if (!client.isReady) return;
    lastError = 'it stopped answering';
    client.destroy();
    if (!closing) connect();
    changed();
  };
  client.on('ready', () => {
    if (closing) client.destroy();
    changed();
  });
  client.on('error', (error: unknown) => {
    lastError = describe(error);
    if (!client.isReady) changed();
  });
  connect();
  const heartbeat = setInterval(() => {
    if (!client.isReady) return;
    const tooLate = setTimeout(drop, heartbeatTimeoutMs).unref();
    client
      .ping()
      .catch(() => undefined)
      .finally(() => clearTimeout(tooLate));
  }, heartbeatMs).unref();

  return {
    client,
    attempted: attempt.promise,
    describe,
    problem: () => (attempted && !client.isReady ? `not connected (${lastError})` : undefined),
    whenChanged: (listener) => void listeners.add(listener),
    drop,
    async [Symbol.asyncDispose]() {
      closing = true;
      clearInterval(heartbeat);
      listeners.clear();
      // The client leaks a socket that is destroyed while it connects: what is under way ends by itself.
      if (client.isReady) client.destroy();
      else client.unref();
    },
  };
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ');
  return error instanceof Error && error.message !== '' ? error.message : 'unknown';
}

function withoutCredentials(message: string, url: string): string {
  const { username, password } = new URL(url);
  const secrets = [url, password, decodeURIComponent(password), username, decodeURIComponent(username)];
  return secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '***'), message);
}

import { createHash } from 'node:crypto';
import { createClient, ErrorReply, type RedisClientType } from '@redis/client';

/** The client library's connection. It reconnects by itself until its owner closes it. */
export type RedisClient = RedisClientType;

/** A Lua script; Redis keeps it under its hash, so that the text is sent once and not with every call. */
export type Script = { readonly text: string; readonly sha1: string };

/** Keys and arguments of one call of a script. */
export type ScriptOptions = { readonly keys: string[]; readonly arguments: string[] };

const connectTimeoutMs = 1_000;
const pingIntervalMs = 1_000;
/** A socket on which nothing moves for so long is closed: more than a ping and its reply take. */
const silenceMs = 3_000;
const backoffMs = { first: 50, longest: 1_000 } as const;

/**
 * A client that is not connected yet. Without a connection it rejects commands instead of keeping them for later;
 * transactions are the exception, so their callers have to check `isReady`. (`commandsQueueMaxLength` is not set: the
 * client would refuse the rest of a transaction whose first commands it has queued, and every later command with it.)
 *
 * @param wanted whether to reconnect after a failure
 * @throws {TypeError} when the URL cannot be one of Redis; the message does not repeat it
 */
export function createRedisClient(url: string, wanted: () => boolean): RedisClient {
  try {
    return createClient({
      url,
      disableOfflineQueue: true,
      pingInterval: pingIntervalMs,
      socket: {
        connectTimeout: connectTimeoutMs,
        socketTimeout: silenceMs,
        reconnectStrategy: (retries) =>
          wanted() && Math.min(backoffMs.longest, backoffMs.first * 2 ** Math.min(retries, 5)),
      },
    });
  } catch {
    throw new TypeError('not the URL of a Redis server');
  }
}

/** A script with its hash. */
export function defineScript(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/**
 * Runs the script: by its text for the first time on a connection, by its hash afterwards, and by its text again where
 * Redis has lost it. (The library's `defineScript` tries the hash first; a script that Redis does not know would then be
 * overtaken by scripts that were sent after it.)
 *
 * @param sent hashes of the scripts that were sent on this connection; this one is added
 */
export async function evaluate(
  client: RedisClient,
  { text, sha1 }: Script,
  options: ScriptOptions,
  sent: Set<string>,
): Promise<unknown> {
  if (!sent.has(sha1)) {
    sent.add(sha1);
    return await client.eval(text, options);
  }
  try {
    return await client.evalSha(sha1, options);
  } catch (error) {
    if (!(error instanceof ErrorReply && error.message.startsWith('NOSCRIPT'))) throw error;
    return await client.eval(text, options);
  }
}

/** The error in words that cannot hold a credential: its code, or the first word of Redis's reply, or its class. */
export function describeRedisError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,20}\b/.exec(error.message)?.[0] ?? error.constructor.name;
}

import { createHash } from 'node:crypto';
import { ErrorReply, type RedisClientType, type RedisClusterType, type RedisSentinelType } from '@redis/client';

/** The client library's clients: for one server, for the master that sentinels name, and for a cluster. */
export type RedisClient = RedisClientType | RedisSentinelType | RedisClusterType;

/** A Lua script; Redis keeps it under its hash, so that the text is sent once and not with every call. */
export type Script = { readonly text: string; readonly sha1: string };

/** Keys and arguments of one call of a script. */
export type ScriptOptions = { readonly keys: string[]; readonly arguments: string[] };

/** The connection leads to the wrong place. The message says what is there, or what to configure. */
export class RedisSetupError extends Error {
  override readonly name = 'RedisSetupError';
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
  if (error instanceof RedisSetupError) return error.message;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,20}\b/.exec(error.message)?.[0] ?? error.constructor.name;
}

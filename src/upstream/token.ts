import { orAborted } from '../async.ts';
import type { Clock } from '../clock.ts';

/** A token as its endpoint issued it. */
export type Token = { readonly value: string; readonly expiresInMs: number };

/** Access tokens of one credential. */
export interface TokenStore {
  /** The current token; fetches one if there is none, with at most one pending fetch. */
  get(signal: AbortSignal): Promise<string>;
  /** Drops `value` if it is still the current token, because the API refused it. */
  invalidate(value: string): void;
}

/** How failures of a token endpoint are handled; all times are milliseconds. */
export type TokenFailures = {
  /** How long the next fetches fail like this one, without a call. */
  readonly rememberMs: (error: unknown) => number;
  /** The same failure with the rest of that time. */
  readonly later: (error: unknown, leftMs: number) => unknown;
  /** The wait that the endpoint requested; 0 when it did not. */
  readonly askedToWaitMs: (error: unknown) => number;
  /** The failure of a fetch while the endpoint's wait, which another instance reported, has not passed. */
  readonly waiting: (leftMs: number) => unknown;
};

/** Options of a token. */
export type TokenOptions = {
  readonly fetch: (signal: AbortSignal) => Promise<Token>;
  readonly clock: Clock;
  /** How long before its end a token is replaced in the background. */
  readonly earlyMs?: number;
  /** How failed fetches affect the next ones; absent to try again every time. */
  readonly failures?: TokenFailures;
  /** The time limit of a fetch, which does not end with its caller. */
  readonly timeoutMs?: number;
};

/**
 * Keeps one token: one pending fetch at a time, replacement before the end, and memory of failures, so that a wrong secret
 * is not tried once per query. When a caller aborts, the fetch continues for the others.
 */
export function createTokenStore(options: TokenOptions): TokenStore {
  const { clock, earlyMs = 60_000, timeoutMs = 5_000, failures } = options;
  let current: { value: string; refreshAt: number; endsAt: number } | undefined;
  let failure: { error: unknown; until: number } | undefined;
  let pending: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    try {
      const token = await options.fetch(AbortSignal.timeout(timeoutMs));
      const endsAt = clock.monotonic() + token.expiresInMs;
      current = { value: token.value, refreshAt: endsAt - earlyMs, endsAt };
      failure = undefined;
      return token.value;
    } catch (error) {
      failure = { error, until: clock.monotonic() + (failures?.rememberMs(error) ?? 0) };
      throw error;
    } finally {
      pending = undefined;
    }
  }

  return {
    async get(signal) {
      signal.throwIfAborted();
      const now = clock.monotonic();
      const refused = failure !== undefined && now < failure.until ? failure : undefined;
      if (current !== undefined && now < current.endsAt) {
        // In the background: a call that holds its permit must not wait for a token.
        if (now >= current.refreshAt && refused === undefined && pending === undefined) {
          pending = fetchToken();
          pending.catch(() => undefined);
        }
        return current.value;
      }
      if (refused !== undefined) throw failures?.later(refused.error, refused.until - now) ?? refused.error;
      pending ??= fetchToken();
      return await orAborted(pending, signal);
    },
    invalidate(value) {
      if (current?.value === value) current = undefined;
    },
  };
}

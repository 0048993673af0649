import { orAborted } from '../async.ts';
import type { Clock } from '../clock.ts';

/** What a token endpoint handed out. */
export type Token = { readonly value: string; readonly expiresInMs: number };

/** Access tokens of one credential. */
export interface TokenStore {
  /** The current token; fetched when there is none, at most one fetch under way at a time. */
  get(signal: AbortSignal): Promise<string>;
  /** Drops `value` if it is still the current one, because the API refused it. */
  invalidate(value: string): void;
}

/** What the failures of a token endpoint mean; all times are milliseconds. */
export type TokenFailures = {
  /** How long a failed fetch answers for the next ones. */
  readonly rememberMs: (error: unknown) => number;
  /** The same failure when so much of that time is left. */
  readonly later: (error: unknown, leftMs: number) => unknown;
  /** How long the endpoint itself asked to wait; 0 when it did not. */
  readonly askedToWaitMs: (error: unknown) => number;
  /** The failure of whoever finds that another instance was asked to wait. */
  readonly waiting: (leftMs: number) => unknown;
};

/** How a token is kept. */
export type TokenOptions = {
  readonly fetch: (signal: AbortSignal) => Promise<Token>;
  readonly clock: Clock;
  /** How long before its end a token is replaced, behind the answers it still serves. */
  readonly earlyMs?: number;
  /** What failed fetches mean for the next ones; absent to try again every time. */
  readonly failures?: TokenFailures;
  /** The longest a fetch may take: it belongs to no caller. */
  readonly timeoutMs?: number;
};

/**
 * Keeps one token: single flight, replaced early, its failures remembered so that a wrong secret is not tried
 * once per query. A caller that aborts leaves; the fetch goes on for the others.
 */
export function createTokenStore(options: TokenOptions): TokenStore {
  const { clock, earlyMs = 60_000, timeoutMs = 5_000, failures } = options;
  let current: { value: string; refreshAt: number; endsAt: number } | undefined;
  let failure: { error: unknown; until: number } | undefined;
  let underWay: Promise<string> | undefined;

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
      underWay = undefined;
    }
  }

  return {
    async get(signal) {
      signal.throwIfAborted();
      const now = clock.monotonic();
      const refused = failure !== undefined && now < failure.until ? failure : undefined;
      if (current !== undefined && now < current.endsAt) {
        // Replaced behind the caller's back: a call that holds its permit must not wait for a token.
        if (now >= current.refreshAt && refused === undefined && underWay === undefined) {
          underWay = fetchToken();
          underWay.catch(() => undefined);
        }
        return current.value;
      }
      if (refused !== undefined) throw failures?.later(refused.error, refused.until - now) ?? refused.error;
      underWay ??= fetchToken();
      return await orAborted(underWay, signal);
    },
    invalidate(value) {
      if (current?.value === value) current = undefined;
    },
  };
}

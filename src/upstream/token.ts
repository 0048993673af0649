import { orAborted } from '../async.ts';
import type { Clock } from './clock.ts';

/** What a token endpoint handed out. */
export type Token = { readonly value: string; readonly expiresInMs: number };

/** Access tokens of one credential. */
export interface TokenStore {
  /** The current token; fetched when there is none, at most one fetch under way at a time. */
  get(signal: AbortSignal): Promise<string>;
  /** Drops `value` if it is still the current one, because the API refused it. */
  invalidate(value: string): void;
}

/** How a token is kept. */
export type TokenOptions = {
  readonly fetch: (signal: AbortSignal) => Promise<Token>;
  readonly clock: Clock;
  /** How long before its end a token is replaced, behind the answers it still serves. */
  readonly earlyMs?: number;
  /** How long a failed fetch answers for the next ones; 0 to try again every time. */
  readonly rememberFailureMs?: (error: unknown) => number;
  /** The longest a fetch may take: it belongs to no caller. */
  readonly timeoutMs?: number;
};

/**
 * Keeps one token: single flight, replaced early, its failures remembered so that a wrong secret is not tried
 * once per query. A caller that aborts leaves; the fetch goes on for the others.
 */
export function createTokenStore(options: TokenOptions): TokenStore {
  const { clock, earlyMs = 60_000, timeoutMs = 5_000, rememberFailureMs = () => 0 } = options;
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
      failure = { error, until: clock.monotonic() + rememberFailureMs(error) };
      throw error;
    } finally {
      underWay = undefined;
    }
  }

  return {
    async get(signal) {
      signal.throwIfAborted();
      const now = clock.monotonic();
      const mayFetch = failure === undefined || now >= failure.until;
      if (current !== undefined && now < current.endsAt) {
        // Replaced behind the caller's back: a call that holds its permit must not wait for a token.
        if (now >= current.refreshAt && mayFetch && underWay === undefined) {
          underWay = fetchToken();
          underWay.catch(() => undefined);
        }
        return current.value;
      }
      if (!mayFetch) throw failure?.error;
      underWay ??= fetchToken();
      return await orAborted(underWay, signal);
    },
    invalidate(value) {
      if (current?.value === value) current = undefined;
    },
  };
}

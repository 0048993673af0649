import { marketplaceHost } from '../../../product/marketplace.ts';
import type { TokenStore } from '../../../upstream/token.ts';
import type { Upstream } from '../../../upstream/upstream.ts';
import { exchange, type Reply } from '../common/exchange.ts';
import type { AssociatesRequest } from '../common/api.ts';
import { SourceError } from '../../source-error.ts';
import { refusesToken } from './failure.ts';
import { isCognito, type CreatorsVersion } from './token.ts';

/** Options of {@link callCreatorsApi}. */
export type CreatorsClientOptions = {
  readonly upstream: Upstream;
  readonly tokens: TokenStore;
  /** Origin to use instead of Amazon's; the path stays the same. */
  readonly endpoint?: string;
};

/** One call with its partner tag and credential version. */
export type CreatorsRequest = AssociatesRequest & { readonly partnerTag: string; readonly version: CreatorsVersion };

/**
 * Sends one call with the current token, and discards the token if the API refuses it. Rejects with SourceError only,
 * with `unsent` if no token was available.
 */
export async function callCreatorsApi(options: CreatorsClientOptions, call: CreatorsRequest): Promise<Reply> {
  const token = await tokenOf(options.tokens, call.signal);
  const url = new URL(`/catalog/v1/${call.operation}`, options.endpoint ?? 'https://creatorsapi.amazon');
  const headers = {
    'content-type': 'application/json',
    'x-marketplace': marketplaceHost(call.marketplace),
    authorization: isCognito(call.version) ? `Bearer ${token}, Version ${call.version}` : `Bearer ${token}`,
  };
  const body = JSON.stringify({ ...call.question, partnerTag: call.partnerTag });
  const request = { method: 'POST', url: url.href, headers, body, signal: call.signal } as const;
  const reply = await exchange(options.upstream, request, call.where);
  if (refusesToken(reply)) options.tokens.invalidate(token);
  return { ...reply, token };
}

/** The current token. Rejects with an `unsent` SourceError if there is none. */
export async function tokenOf(tokens: TokenStore, signal: AbortSignal): Promise<string> {
  try {
    return await tokens.get(signal);
  } catch (thrown) {
    const error =
      thrown instanceof SourceError ? thrown : new SourceError('TIMEOUT', 'Creators API token: none in time');
    throw new SourceError(error.code, error.message, {
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
      unsent: true,
      cause: thrown,
    });
  }
}

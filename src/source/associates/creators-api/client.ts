import { marketplaceHost } from '../../../product/marketplace.ts';
import type { TokenStore } from '../../../upstream/token.ts';
import type { Upstream } from '../../../upstream/upstream.ts';
import { exchange, type Reply } from '../common/exchange.ts';
import type { AssociatesAsk } from '../common/source.ts';
import { SourceError } from '../../source-error.ts';
import { refusesToken } from './failure.ts';
import { isCognito, type CreatorsVersion } from './token.ts';

/** What a client of the Creators API is made of. */
export type CreatorsClientOptions = {
  readonly upstream: Upstream;
  readonly tokens: TokenStore;
  /** Origin to ask instead of Amazon's; the path stays Amazon's. */
  readonly endpoint?: string;
};

/** One call in the name of a partner tag. */
export type CreatorsAsk = AssociatesAsk & { readonly partnerTag: string; readonly version: CreatorsVersion };

/**
 * Sends one call with the current token, which is dropped when the API refuses it. Rejects with SourceError only; one
 * that is about the token says that nothing was sent.
 */
export async function callCreatorsApi(options: CreatorsClientOptions, ask: CreatorsAsk): Promise<Reply> {
  const token = await tokenOf(options.tokens, ask.signal);
  const url = new URL(`/catalog/v1/${ask.operation}`, options.endpoint ?? 'https://creatorsapi.amazon');
  const headers = {
    'content-type': 'application/json',
    'x-marketplace': marketplaceHost(ask.marketplace),
    authorization: isCognito(ask.version) ? `Bearer ${token}, Version ${ask.version}` : `Bearer ${token}`,
  };
  const body = JSON.stringify({ ...ask.question, partnerTag: ask.partnerTag });
  const request = { method: 'POST', url: url.href, headers, body, signal: ask.signal } as const;
  const reply = await exchange(options.upstream, request, ask.where);
  if (refusesToken(reply)) options.tokens.invalidate(token);
  return { ...reply, token };
}

/** The current token; whatever keeps it from coming is told as a failure of which nothing was sent to the API. */
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

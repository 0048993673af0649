import { marketplaces, type MarketplaceCode, type Region } from '../../product/marketplace.ts';
import type { Clock } from '../../clock.ts';
import type { TokenStore } from '../../upstream/token.ts';
import type { Upstream, UpstreamResponse } from '../../upstream/upstream.ts';
import { productAgent } from '../../upstream/user-agent.ts';
import { parseJson } from '../json.ts';
import { SourceError } from '../source-error.ts';
import { responseFault, thrownFault } from './fault.ts';
import type { SpApiLimits } from './limits.ts';
import type { SpApiRequest } from './requests.ts';

/** Sends requests to SP-API. The caller must hold a permit. */
export interface SpApiClient {
  /** Makes sure that there is a token. @throws {SourceError} if there is none */
  ready(signal: AbortSignal): Promise<void>;
  /**
   * The unvalidated JSON of a 200 response.
   *
   * @throws {SourceError} for any other response
   */
  call(request: SpApiRequest, signal: AbortSignal): Promise<unknown>;
}

/** Options of {@link createSpApiClient}. */
export type SpApiClientOptions = {
  readonly upstream: Upstream;
  readonly tokens: TokenStore;
  /** Receives the rates from the headers of Amazon's responses. */
  readonly limits: SpApiLimits;
  /** Origin to use instead of the regions' hosts. */
  readonly endpoint?: string;
  readonly clock: Clock;
};

/** Source: "SP-API endpoints". */
const origins: Readonly<Record<Region, string>> = {
  NA: 'https://sellingpartnerapi-na.amazon.com',
  EU: 'https://sellingpartnerapi-eu.amazon.com',
  FE: 'https://sellingpartnerapi-fe.amazon.com',
};

// Required in every request; `Language` is the only mandatory attribute.
// Source: "Include a User-Agent header in all requests".
const userAgent = `${productAgent} (Language=TypeScript/7; Platform=Node/24)`;

/** The origin that a marketplace's calls go to. */
export function originOf(marketplace: MarketplaceCode): string {
  return origins[marketplaces[marketplace].region];
}

/** Creates the client of one seller account. */
export function createSpApiClient({ upstream, tokens, limits, endpoint, clock }: SpApiClientOptions): SpApiClient {
  async function token(signal: AbortSignal): Promise<string> {
    try {
      return await tokens.get(signal);
    } catch (thrown) {
      const fault = thrownFault(thrown, 'SP-API token', signal);
      // The request was not sent, so the permit can be refunded.
      throw new SourceError(fault.code, fault.message, {
        unsent: true,
        cause: fault,
        ...(fault.retryAfterMs !== undefined && { retryAfterMs: fault.retryAfterMs }),
      });
    }
  }

  async function call(request: SpApiRequest, signal: AbortSignal): Promise<unknown> {
    const where = `SP-API ${request.operation} ${request.marketplace}`;
    const accessToken = await token(signal);
    const response = await upstream
      .request({
        method: request.method,
        url: (endpoint ?? originOf(request.marketplace)) + request.path,
        headers: {
          'x-amz-access-token': accessToken,
          'user-agent': userAgent,
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: request.body }),
        signal,
      })
      .catch((thrown: unknown) => {
        throw thrownFault(thrown, where, signal);
      });
    learnRate(response, request, limits);
    if (response.status === 200) return parseJson(response.body, where);
    const fault = responseFault(response, { where, wallMs: clock.wall(), secret: accessToken });
    if (fault.tokenRefused) tokens.invalidate(accessToken);
    throw fault;
  }

  return {
    async ready(signal) {
      await token(signal);
    },
    call,
  };
}

/** The plausible rates in calls per second: an application has 500 for the catalogue, and our lowest rate is 0.1. */
const saneRate = { from: 0.01, to: 500 } as const;

/**
 * Applies the rate in the header, which is the account's rate for this operation in calls per second; a 429 has none.
 * An implausible rate comes from a proxy. It would stop all calls or send them all at once, so it is ignored.
 */
function learnRate(response: UpstreamResponse, request: SpApiRequest, limits: SpApiLimits): void {
  const stated = response.headers['x-amzn-ratelimit-limit'] ?? '';
  const perSecond = /^\d{1,9}(?:\.\d{1,9})?$/.test(stated) ? Number(stated) : 0;
  if (perSecond >= saneRate.from && perSecond <= saneRate.to) limits[request.operation].learned(perSecond);
}

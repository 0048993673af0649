import { createScrapingSource, type RuleHit } from '../../../src/source/scraping/source.ts';
import type { Source } from '../../../src/source/source.ts';
import { systemClock } from '../../../src/clock.ts';
import type { Upstream, UpstreamRequest, UpstreamResponse } from '../../../src/upstream/upstream.ts';

/** An answer of the stand-in marketplace. */
export type Served = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string | Buffer;
};

/** A source whose marketplace answers every request with what `serve` says, and what was asked of it. */
export function aMarketplace(serve: (request: UpstreamRequest) => Served, endpoint?: string): MarketplaceAndSource {
  const requests: UpstreamRequest[] = [];
  const hits: RuleHit[] = [];
  const upstream: Upstream = {
    request(request): Promise<UpstreamResponse> {
      requests.push(request);
      const { status = 200, headers = {}, body } = serve(request);
      return Promise.resolve({
        status,
        headers: { 'content-type': 'text/html;charset=UTF-8', ...headers },
        body: Buffer.from(body),
      });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const source = createScrapingSource({
    upstream,
    userAgent: 'asin-gateway-test/1.0',
    freshMs: 1_800_000,
    clock: systemClock,
    onRule: (hit) => hits.push(hit),
    ...(endpoint !== undefined && { endpoint }),
  });
  return { source, requests, hits };
}

type MarketplaceAndSource = {
  readonly source: Source;
  readonly requests: readonly UpstreamRequest[];
  readonly hits: readonly RuleHit[];
};

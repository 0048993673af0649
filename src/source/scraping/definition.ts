import { defineSource } from '../definition.ts';
import { pageLimits } from './client.ts';
import { createScrapingSource, type RuleHit } from './source.ts';

/** How product pages are asked for. */
export type ScrapingSettings = {
  readonly userAgent: string;
  readonly requestsPerSecond: number;
  /** Origin to ask instead of the stores'. */
  readonly endpoint?: string;
};

const id = 'SCRAPING';
const honestUserAgent = 'asin-gateway/1.0 (a self-hosted product lookup)';

/** The stores' own pages. */
export const scraping = defineSource<ScrapingSettings>({
  id,
  label: 'Product page',
  role: 'page',
  variablePrefix: 'SCRAPING_',
  secretVariables: [],
  // What a page says is believed half as long as what an API says.
  ttlFactor: 0.5,

  configure(reader) {
    const enabled = reader.flag('SCRAPING_FALLBACK_ENABLED', true);
    const requestsPerSecond = reader.decimal('SCRAPING_REQUESTS_PER_SECOND', { above: 0, to: 10_000 }, 1);
    const userAgent = reader.text('SCRAPING_USER_AGENT') ?? honestUserAgent;
    const endpoint = reader.origin('AMAZON_STOREFRONT_ENDPOINT');
    if (!/^[\x20-\x7e]+$/.test(userAgent)) reader.fault('SCRAPING_USER_AGENT', 'must be printable ASCII');
    return enabled ? { userAgent, requestsPerSecond, ...(endpoint !== undefined && { endpoint }) } : undefined;
  },

  create({ requestsPerSecond, ...settings }, { freshMs, clock, report, connect, permits }) {
    const onRule = (hit: RuleHit) => report({ type: 'rule', source: id, ...hit });
    return {
      source: createScrapingSource({ upstream: connect(pageLimits), ...settings, freshMs, onRule, clock }),
      permits: permits('scraping', { perSecond: requestsPerSecond, burst: 1 }),
    };
  },
});

import { rates } from '../../config/rates.ts';
import { productAgent } from '../../upstream/user-agent.ts';
import { defineSource } from '../definition.ts';
import { pageLimits } from './client.ts';
import { createScrapingSource, type RuleHit } from './source.ts';

/** How product pages are asked for. */
export type ScrapingSettings = {
  /** Unset for the gateway's own, which names its version. */
  readonly userAgent?: string;
  readonly requestsPerSecond: number;
  /** Origin to ask instead of the stores'. */
  readonly endpoint?: string;
};

const id = 'SCRAPING';
const honestUserAgent = `${productAgent} (a self-hosted product lookup)`;

/** The stores' own pages. */
export const scraping = defineSource<ScrapingSettings>({
  id,
  label: 'Product page',
  role: 'page',
  variablePrefix: 'SCRAPING_',
  secretVariables: [],
  provides: [
    'title',
    'brand',
    'features',
    'images',
    'price',
    'priceAccess',
    'listPrice',
    'listPriceKind',
    'unitPrice',
    'priceStatus',
    'availability',
    'availabilityMessage',
    'rating',
    'reviewCount',
    'parentAsin',
    'category',
    'seller',
    'condition',
    'textLanguage',
    'salesRank',
    'identifiers',
    'offers',
    'details.publisher',
    'details.specifications',
    'contributors',
    'variationAttributes',
    'browseNodes',
  ],
  // What a page says is believed half as long as what an API says.
  ttlFactor: 0.5,

  configure(reader) {
    const enabled = reader.flag('SCRAPING_FALLBACK_ENABLED', true);
    const requestsPerSecond = reader.decimal('SCRAPING_REQUESTS_PER_SECOND', rates, 1);
    const userAgent = reader.text('SCRAPING_USER_AGENT');
    const endpoint = reader.origin('AMAZON_STOREFRONT_ENDPOINT');
    if (userAgent !== undefined && !/^[\x20-\x7e]+$/.test(userAgent))
      reader.fault('SCRAPING_USER_AGENT', 'must be printable ASCII');
    if (!enabled) return undefined;
    return {
      requestsPerSecond,
      ...(userAgent !== undefined && { userAgent }),
      ...(endpoint !== undefined && { endpoint }),
    };
  },

  accountOf: ({ endpoint }) => [endpoint],

  create(
    { requestsPerSecond, userAgent = honestUserAgent, ...settings },
    { freshMs, clock, report, connect, permits },
  ) {
    const onRule = (hit: RuleHit) => report({ type: 'rule', source: id, ...hit });
    return {
      source: createScrapingSource({ upstream: connect(pageLimits), userAgent, ...settings, freshMs, onRule, clock }),
      permits: permits('scraping', { perSecond: requestsPerSecond, burst: 1 }),
    };
  },
});

import { marketplaces, type Region } from '../../product/marketplace.ts';
import { groupIn } from '../../product/question.ts';
import type { Report } from '../../event.ts';
import type { Clock } from '../../clock.ts';
import type { TokenStore } from '../../upstream/token.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { identifyOperation, lookupOperation, searchOperation, variationsOperation } from '../operations.ts';
import { filtersIn } from '../search-question.ts';
import type { CallContext, Source } from '../source.ts';
import { createSpApiClient } from './client.ts';
import { thrownFault } from './fault.ts';
import { identify } from './identify.ts';
import type { SpApiLimits } from './limits.ts';
import { lookUp } from './lookup.ts';
import { createPriceCall, type Window } from './price-calls.ts';
import { createPricingClient } from './pricing-client.ts';
import { batchSize } from './requests.ts';
import { ignoresTerms, searchPage } from './search.ts';
import { variationsPage } from './variations.ts';

/** Options of {@link createSpApiSource}. */
export type SpApiOptions = {
  readonly upstream: Upstream;
  /** Access tokens of the seller's application; see `fetchLwaToken`. */
  readonly tokens: TokenStore;
  /** Where the seller authorised the application: the region of its refresh token. */
  readonly region: Region;
  /**
   * Permits by operation. The batcher takes those of `catalog` and reports 429s to it; the source itself handles the
   * others.
   */
  readonly limits: SpApiLimits;
  /** Origin to use instead of the regions' hosts, e.g. `http://127.0.0.1:9000`. */
  readonly endpoint?: string;
  readonly freshMs: number;
  readonly clock: Clock;
  /** Receives the events of pricing calls, which the source makes itself. */
  readonly report: Report;
};

/**
 * Creates the source for the Selling Partner API: catalogue and pricing of one seller account, without ratings and
 * reviews. A refresh token is valid in one region; marketplaces of other regions return 403 without details. Source:
 * selling-partner-api-models issue 4825.
 */
export function createSpApiSource(options: SpApiOptions): Source {
  const client = createSpApiClient(options);
  const pricing = createPricingClient(createPriceCall({ ...options, client }));

  const windowOf = (context: CallContext): Window => {
    const endsAt = options.clock.monotonic() + context.budgetMs;
    return { ...groupIn(context), signal: context.signal, leftMs: () => endsAt - options.clock.monotonic() };
  };

  return {
    id: 'SP_API',
    accuracy: 0.9,
    freshMs: options.freshMs,
    timeoutMs: 9_000,
    completeHits: false,
    // A search reads the same data sets of the catalogue as a lookup.
    wholeHitFields: ['parentAsin', 'browseNodes', 'identifiers', 'contributors', 'variationAttributes'],
    ignores: ['currency'],
    // The prices are those of new offers, and the catalogue has no delivery options.
    cannotApply: (terms) => filtersIn(terms, ['condition', 'delivery']),
    ignoresTerms,
    unavailableReason: (marketplace) =>
      marketplaces[marketplace].region === options.region ? undefined : 'NO_CREDENTIAL_FOR_REGION',
    ready: (_, signal) => client.ready(signal),
    operations: {
      lookup: lookupOperation(batchSize, (asins, context) =>
        asSourceError(context, () => lookUp(asins, client, pricing, windowOf(context))),
      ),
      identify: identifyOperation(batchSize, (eans, context) =>
        asSourceError(context, () => identify(eans, client, windowOf(context))),
      ),
      search: searchOperation((terms, page, context) =>
        asSourceError(context, () => searchPage(terms, page, client, pricing, windowOf(context))),
      ),
      variations: variationsOperation((asin, page, context) =>
        asSourceError(context, () => variationsPage(asin, page, client, windowOf(context))),
      ),
    },
  };
}

async function asSourceError<T>({ signal }: CallContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw thrownFault(thrown, 'SP-API', signal);
  }
}

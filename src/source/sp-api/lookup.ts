import type { Asin } from '../../product/asin.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { Finding } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { SpApiClient } from './client.ts';
import { isVariationParent, normalize } from './normalize.ts';
import type { Window } from './price-calls.ts';
import type { PricingClient, PriceResults } from './pricing-client.ts';
import { catalogByAsins, isCatalogAsin } from './requests.ts';
import { readCatalog, type CatalogAnswer } from './wire.ts';

/**
 * Looks up 1 to 20 products: one catalogue call, one for their featured offers, and one more for all offers of
 * products without a featured offer. A product of the catalogue without a known price is a candidate, not an answer.
 *
 * @throws {SourceError} when the catalogue call fails
 */
export async function lookUp(
  asins: readonly Asin[],
  client: SpApiClient,
  pricing: PricingClient,
  window: Window,
): Promise<ReadonlyMap<Asin, Finding>> {
  const sent = asins.filter(isCatalogAsin);
  if (sent.length === 0) return new Map(asins.map((asin) => [asin, { kind: 'missing' }]));
  const catalog = readCatalog(await client.call(catalogByAsins(sent, window), window.signal));
  if (catalog.items.size > 0 && !sent.some((asin) => catalog.items.has(asin) || catalog.unreadable.has(asin))) {
    throw new SourceError('MALFORMED', 'SP-API catalog: the answer contains only products that were not requested');
  }
  const prices = await pricing.withAllOffers(withOffers(sent, catalog, window.marketplace), window);
  return new Map(asins.map((asin) => [asin, findingOf(asin, catalog, prices, window)]));
}

/** The products that can have an offer: the parent of variations has none. */
function withOffers(asins: readonly Asin[], { items }: CatalogAnswer, marketplace: MarketplaceCode): readonly Asin[] {
  return asins.filter((asin) => {
    const item = items.get(asin);
    return item !== undefined && !isVariationParent(item, marketplace);
  });
}

function findingOf(asin: Asin, catalog: CatalogAnswer, prices: PriceResults, group: QuestionGroup): Finding {
  const item = catalog.items.get(asin);
  if (item === undefined) return absentFinding(asin, catalog);
  const result = prices.get(asin);
  const product = normalize(asin, item, group, result?.offer);
  if (result?.kind === 'failed') return { kind: 'failed', error: result.error, candidate: product };
  return { kind: 'found', product };
}

/** The catalogue omits unknown ids, so an id is missing only if the whole answer was readable. */
function absentFinding(asin: Asin, { unreadable, nameless, nextToken }: CatalogAnswer): Finding {
  const whole = !nameless && nextToken === undefined;
  if (!isCatalogAsin(asin) || (whole && !unreadable.has(asin))) return { kind: 'missing' };
  const error = new SourceError('MALFORMED', `SP-API catalog: the answer about ${asin} could not be read`);
  return { kind: 'failed', error };
}

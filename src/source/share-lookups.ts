import type { Report } from '../event.ts';
import type { Asin } from '../product/asin.ts';
import { productId } from '../product/product.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Leases } from '../upstream/leases.ts';
import { readOutcome, writeOutcome } from './outcome-text.ts';
import type { Sharing } from './shared-flights.ts';
import type { Finding, Source } from './source.ts';

/** How the lookups of one source in one store are shared with other instances; what they tell is checked, not believed. */
export function shareLookups(
  leases: Leases,
  source: Source,
  marketplace: MarketplaceCode,
  report: Report,
): Sharing<Asin, Finding> {
  return {
    leases,
    space: `${source.id}:${marketplace}`,
    write: (outcome, asin) => writeOutcome(outcome, { asin, marketplace }),
    read(written, asin) {
      const question = { asin, marketplace };
      const outcome = readOutcome(written, question);
      if (outcome === undefined) report({ type: 'unreadable', where: 'lease', key: productId(question) });
      return outcome;
    },
  };
}

import type { EnvironmentReader } from '../config/environment.ts';
import { marketplaceCodes, marketplaces, type MarketplaceCode, type Region } from '../product/marketplace.ts';

const homeVariable = 'AMAZON_MARKETPLACE';

/**
 * Reports a fault if a credential's region does not contain the default marketplace, because the source would be skipped
 * for every query that names none.
 *
 * @param name the variable that determines the region
 * @param remedy what to set it to instead
 */
export function requireHomeRegion(
  reader: EnvironmentReader,
  name: string,
  region: Region,
  home: MarketplaceCode,
  remedy: (region: Region) => string,
): void {
  const isKnown = !reader.faults.some((fault) => fault.startsWith(`${homeVariable} `));
  if (!isKnown || marketplaces[home].region === region) return;
  const others = marketplaceCodes.filter((code) => marketplaces[code].region === region).join(', ');
  const right = remedy(marketplaces[home].region);
  reader.fault(
    name,
    `is of region ${region}, which does not serve ${homeVariable} (${home}): set ${right}, or ${homeVariable} to one of ${others}`,
  );
}

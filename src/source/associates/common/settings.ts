import { allOrNone, type EnvironmentReader } from '../../../config/environment.ts';
import { rates } from '../../../config/rates.ts';
import { marketplaceCodes, type MarketplaceCode } from '../../../product/marketplace.ts';
import type { Allowance } from '../../../rate-limit/permits.ts';
import { readPartnerTag, readPartnerTags, type PartnerTags } from './partner-tags.ts';

/** The name of the account that all associates sources share. */
export const associatesAccount = 'associates';

/** Reads the tag for each marketplace: the shared ones, and the source's own, which belongs to `home`. */
export function readTags(reader: EnvironmentReader, name: string, home: MarketplaceCode): PartnerTags {
  const shared = readPartnerTags(reader);
  const own = readPartnerTag(reader, name);
  return own === undefined ? shared : { ...shared, [home]: own };
}

/** The tags of all marketplaces, always in the same order. */
export function tagsInOrder(tags: PartnerTags): readonly (string | undefined)[] {
  return marketplaceCodes.map((marketplace) => tags[marketplace]);
}

/** Reads the allowance of the associates account, which all its sources share. */
export function readAllowance(reader: EnvironmentReader): Allowance {
  return {
    perSecond: reader.decimal('MAX_REQUESTS_PER_SECOND', rates, 1),
    burst: 1,
    perDay: reader.integer('MAX_DAILY_REQUESTS', { from: 1, to: 1_000_000_000 }, 8640),
  };
}

/** Reports the missing variables of a partly set credential; its tag may be one of the shared tags. */
export function requireCredential(
  reader: EnvironmentReader,
  names: readonly string[],
  tagName: string,
  tags: PartnerTags,
): void {
  const tagIsSet = reader.text(tagName) !== undefined;
  const inUse = allOrNone(reader, names, tagIsSet);
  if (inUse && !tagIsSet && Object.keys(tags).length === 0) {
    reader.fault(tagName, 'is missing while its companions are set: set it, or AMAZON_PARTNER_TAGS');
  }
}

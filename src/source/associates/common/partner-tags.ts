import { isMarketplaceCode, marketplaceCodes, type MarketplaceCode } from '../../../product/marketplace.ts';
import type { EnvironmentReader } from '../../../config/environment.ts';

/** The partner tags by marketplace. */
export type PartnerTags = Readonly<Partial<Record<MarketplaceCode, string>>>;

/** An associate tag. */
export const tagSyntax = /^[A-Za-z0-9][\w-]*$/;

/** Reads `AMAZON_PARTNER_TAGS`: `IN=a-21,US=b-20`. */
export function readPartnerTags(reader: EnvironmentReader): PartnerTags {
  const name = 'AMAZON_PARTNER_TAGS';
  const tags: Partial<Record<MarketplaceCode, string>> = {};
  const entries = reader.text(name)?.split(',') ?? [];
  for (const [index, entry] of entries.entries()) {
    const [marketplace = '', tag = '', ...rest] = entry.split('=').map((part) => part.trim());
    const at = `entry ${index + 1}`;
    if (!tagSyntax.test(tag) || rest.length > 0) reader.fault(name, `${at} must look like IN=mytag-21`);
    else if (!isMarketplaceCode(marketplace)) reader.fault(name, `${at} names no marketplace we know`);
    else if (tags[marketplace] !== undefined) reader.fault(name, `${at} repeats the marketplace ${marketplace}`);
    else tags[marketplace] = tag;
  }
  return tags;
}

/** The marketplaces that have a tag. */
export function taggedMarketplaces(tags: PartnerTags): readonly MarketplaceCode[] {
  return marketplaceCodes.filter((marketplace) => tags[marketplace] !== undefined);
}

/** Reads the tag of one source, which belongs to one marketplace. */
export function readPartnerTag(reader: EnvironmentReader, name: string): string | undefined {
  const tag = reader.text(name);
  if (tag === undefined || tagSyntax.test(tag)) return tag;
  reader.fault(name, 'must be an associate tag such as mytag-21');
  return undefined;
}

import { marketplaces, type MarketplaceCode } from '../../../product/marketplace.ts';
import type { QuestionGroup } from '../../../product/question.ts';
import { text } from '../../json.ts';
import { objects, type Json } from '../json.ts';

/** Every data set is a list grouped by marketplace. Returns the group of the given marketplace. */
export function ownGroup(groups: unknown, marketplace: MarketplaceCode): Json {
  const { spApiId } = marketplaces[marketplace];
  return objects(groups).find((group) => group['marketplaceId'] === spApiId) ?? {};
}

/** An attribute is a list of `{value, marketplace_id, language_tag?}`; returns the entries of the given marketplace. */
export function ownEntries(attribute: unknown, marketplace: MarketplaceCode): readonly Json[] {
  const { spApiId } = marketplaces[marketplace];
  return objects(attribute).filter(({ marketplace_id: id }) => id === undefined || id === spApiId);
}

/**
 * The attribute's texts in one language: the requested one, else that of the marketplace, else its variant of another
 * country, else the first.
 */
export function ownWords(attribute: unknown, { marketplace, language }: QuestionGroup): readonly string[] {
  const entries = ownEntries(attribute, marketplace);
  const own = marketplaces[marketplace].language;
  const tags = entries.map((entry) => entry['language_tag']);
  const sameLanguage = tags.find((tag) => typeof tag === 'string' && tag.slice(0, 2) === own.slice(0, 2));
  const chosen = [language, own].find((tag) => tag !== undefined && tags.includes(tag)) ?? sameLanguage ?? tags[0];
  return entries.filter((entry) => entry['language_tag'] === chosen).flatMap((entry) => text(entry['value']) ?? []);
}

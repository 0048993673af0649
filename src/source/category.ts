import type { Product } from '../product/product.ts';

/** A category as one of Amazon's interfaces names it, and the product's rank in that category. */
export type RankedCategory = {
  /** The spellings of its name, the preferred one first. */
  readonly names: readonly (string | undefined)[];
  readonly rank: number | undefined;
  /** The names of the categories above it, as far as they were answered. */
  readonly ancestors?: readonly string[];
};

/**
 * The category of a product, and its rank in that same category: of the first candidate that has a rank, else of the
 * first candidate. A rank is never taken from another category than the one that is named.
 *
 * Candidates without a readable name are passed over, and so are those below a merchandising root: Amazon's answers
 * mix internal nodes with those that a shopper sees.
 */
export function chooseCategory(candidates: readonly RankedCategory[]): Pick<Product, 'category' | 'salesRank'> {
  const readable = candidates.flatMap(({ names, rank, ancestors = [] }) => {
    const category = names.find((name) => name !== undefined && isCategoryName(name));
    return category === undefined || ancestors.some(isInternalRoot) ? [] : [{ category, rank }];
  });
  const chosen = readable.find(({ rank }) => rank !== undefined) ?? readable[0];
  if (chosen === undefined) return {};
  return { category: chosen.category, ...(chosen.rank !== undefined && { salesRank: chosen.rank }) };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i;
const hexadecimal = /^(?=.*\d)[0-9a-f]{12,}$/i;
const identifier = /^[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+$/u;

/** Whether a name is words: not a UUID, a number, an identifier or the root of campaigns. */
function isCategoryName(name: string): boolean {
  if (!/\p{L}/u.test(name) || uuid.test(name) || hexadecimal.test(name) || identifier.test(name)) return false;
  return !isInternalRoot(name);
}

/** `Arborist Merchandising Root`, `Campaign Root`: they group nodes for campaigns, and no shopper sees them. */
function isInternalRoot(name: string): boolean {
  return /\barborist\b|\b(?:merchandising|campaigns?)\b.*\b(?:root|nodes?)\b|^campaigns?$/i.test(name);
}

import type { Product } from '../product/product.ts';

/** A category of one of Amazon's interfaces, and the product's rank in it. */
export type RankedCategory = {
  /** Its names, the preferred one first. */
  readonly names: readonly (string | undefined)[];
  readonly rank: number | undefined;
  /** The names of each category above it, if the answer contains them. */
  readonly ancestors?: readonly (readonly string[])[];
};

/**
 * The category of a product and the rank in it: the first candidate with a rank, else the first candidate. The rank
 * always belongs to the named category.
 *
 * Candidates without a readable name are skipped, and so are those below an internal node: Amazon's answers contain
 * internal trees beside those that shoppers see.
 */
export function chooseCategory(candidates: readonly RankedCategory[]): Pick<Product, 'category' | 'salesRank'> {
  const readable = candidates.flatMap(({ names, rank, ancestors = [] }) => {
    const category = names.find((name) => name !== undefined && isCategoryName(name));
    return category === undefined || ancestors.some(isInternal) ? [] : [{ category, rank }];
  });
  const chosen = readable.find(({ rank }) => rank !== undefined) ?? readable[0];
  if (chosen === undefined) return {};
  return { category: chosen.category, ...(chosen.rank !== undefined && { salesRank: chosen.rank }) };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i;
const hexadecimal = /^(?=.*\d)[0-9a-f]{12,}$/i;
const identifier = /^[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+$/u;

/**
 * Whether a node with these names is one that Amazon does not show to shoppers: none is made for people, or one is that
 * of a merchandising root. Recorded: `CASTROL < Produkte < 317619031`.
 */
export function isInternal(names: readonly string[]): boolean {
  return !names.some(isCategoryName) || names.some(isInternalRoot);
}

/** Whether a name is made for people: not a UUID, a number, an identifier or a campaign root. */
export function isCategoryName(name: string): boolean {
  if (!/\p{L}/u.test(name) || uuid.test(name) || hexadecimal.test(name) || identifier.test(name)) return false;
  return !isInternalRoot(name);
}

/** `Arborist Merchandising Root`, `Campaign Root`: they group nodes for campaigns and are not shown to shoppers. */
function isInternalRoot(name: string): boolean {
  return /\barborist\b|\b(?:merchandising|campaigns?)\b.*\b(?:root|nodes?)\b|^campaigns?$/i.test(name);
}

import { groupOf, type QuestionGroup } from './question.ts';

/** A category in the marketplace's tree, and its name in the language of the answer. */
export type NamedNode = {
  /** Digits. Unique within one marketplace. */
  readonly id: string;
  readonly name: string;
};

/** A category with its place in the tree. */
export type BrowseNode = NamedNode & {
  readonly isRoot?: boolean;
  /** From the parent to the root. Absent if the source did not provide them. */
  readonly ancestors?: readonly NamedNode[];
};

/** A category of a product. */
export type ProductBrowseNode = BrowseNode & {
  /** The product's rank in this category; 1 is the best. */
  readonly salesRank?: number;
};

/** A category with all that a lookup of it returns. */
export type BrowseNodeWithChildren = BrowseNode & {
  /** In the source's order; empty for a category without any. */
  readonly children: readonly NamedNode[];
};

/** The properties that questions about categories of one upstream call share. Categories have no currency. */
export type NodeGroup = Omit<QuestionGroup, 'currency'>;

/** A question about one category. */
export type BrowseNodeQuestion = NodeGroup & { readonly id: string };

/** The group of a question, without its currency and its other properties. */
export function nodeGroupIn({ marketplace, language }: QuestionGroup): NodeGroup {
  return { marketplace, ...(language !== undefined && { language }) };
}

/** The identity of a question about a category, e.g. `IN:976389031` or `IN:hi_IN:976389031`. */
export function nodeKeyOf({ id, ...group }: BrowseNodeQuestion): string {
  return `${groupOf(nodeGroupIn(group))}:${id}`;
}

/** The largest id: Amazon reads ids as signed numbers of 64 bits. */
const largestId = 2n ** 63n - 1n;

/** The id without whitespace and leading zeros; `undefined` if the text is none. */
export function parseNodeId(text: string): string | undefined {
  const digits = text.trim();
  if (!/^\d{1,19}$/.test(digits)) return undefined;
  const id = BigInt(digits);
  return id <= largestId ? String(id) : undefined;
}

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

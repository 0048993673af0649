/** One value of a refinement. At most one of `category`, `browseNodeId` and `brand` is present. */
export type SearchRefinementBin = {
  /** In the language of the answer. */
  readonly name: string;
  /** The source's id of the value; unique within the refinement. */
  readonly id: string;
  /** The value of the filter with the same name that applies it. */
  readonly category?: string;
  readonly browseNodeId?: string;
  readonly brand?: string;
};

/** A facet of the hits of a search, e.g. its brands. */
export type SearchRefinement = {
  /** In the language of the answer. */
  readonly name: string;
  /** In the source's order; never empty. */
  readonly bins: readonly SearchRefinementBin[];
};

import type { Money } from './money.ts';

/** A property in which the variations of a product differ. */
export type VariationDimension = {
  /** As people read it, in the language of the answer, e.g. `Colour`. */
  readonly name: string;
  /** In the source's order; empty if the source names the property alone. */
  readonly values: readonly string[];
};

/** What a source says of all variations of a product together. */
export type Family = {
  readonly dimensions: readonly VariationDimension[];
  /** The lowest and the highest price of the variations that are for sale. */
  readonly lowestPrice?: Money;
  readonly highestPrice?: Money;
};

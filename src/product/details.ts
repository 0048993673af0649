/** Identifiers of a product outside Amazon. Check digits are right: a source's misread identifier is dropped. */
export type Identifiers = {
  /** 8 or 13 digits. */
  readonly eans?: readonly string[];
  /** 12 digits. */
  readonly upcs?: readonly string[];
  /** 10 characters or 13 digits, without hyphens. */
  readonly isbns?: readonly string[];
  readonly model?: string;
  readonly partNumber?: string;
};

/** A person who made the product, e.g. an author. */
export type Contributor = {
  readonly name: string;
  /** In the language of the answer, e.g. "Author". */
  readonly role?: string;
};

/** A named value in the language of the answer, e.g. "Colour": "Black". */
export type Attribute = { readonly name: string; readonly value: string };

/** A number with its unit as the source writes it, e.g. 6.1 "Inches". */
export type Measure = { readonly value: number; readonly unit: string };

/** The size of one item, without its package if the source tells the two apart. */
export type Dimensions = {
  readonly height?: Measure;
  readonly length?: Measure;
  readonly width?: Measure;
  readonly weight?: Measure;
};

/** Facts about a product that are not about an offer. An absent field means that the source did not provide it. */
export type Details = {
  /** E.g. "Paperback" or "Electronics". */
  readonly binding?: string;
  readonly manufacturer?: string;
  readonly publisher?: string;
  readonly edition?: string;
  readonly pages?: number;
  /** Calendar dates as `2026-05-15`; a source that knows less of a date gives `2026-05` or `2026`. */
  readonly releaseDate?: string;
  readonly publicationDate?: string;
  /** In the language of the answer, e.g. "English". */
  readonly languages?: readonly string[];
  readonly color?: string;
  readonly size?: string;
  readonly unitCount?: number;
  readonly isAdult?: boolean;
  readonly dimensions?: Dimensions;
  /** Everything else of the source's table of specifications, in its order. */
  readonly specifications?: readonly Attribute[];
};

/** What a stock message can say of a new item, besides nothing. */
export type StockWord = 'OUT_OF_STOCK' | 'BACKORDER' | 'PREORDER' | 'LIMITED' | 'IN_STOCK';

/**
 * The words of one interface language that rules depend on where a page's structure alone does not say enough.
 *
 * Patterns are tried against visible text with collapsed white space, ignore case, and need not match all of it.
 */
export type Language = {
  /** ISO 639-1 code, the first part of `<html lang>`. */
  readonly code: string;
  /** The line below a title, decorated; each pattern matches the whole line and captures the brand. */
  readonly brand: readonly RegExp[];
  readonly stock: Readonly<Record<StockWord, RegExp>>;
  /** The item cannot be sent to the caller's address, which says nothing of its stock. */
  readonly undeliverable: RegExp;
  /** The item is available from the list of other sellers, which says nothing of a featured offer. */
  readonly otherSellers: RegExp;
  /** The title says that the item is refurbished. */
  readonly refurbished: RegExp;
  /** A label beside a price that is not the list price: the one-time price, the price of a new one. */
  readonly otherPrice: RegExp;
  /** The label of the price in the tables of old pages, at the start of a row. */
  readonly priceLabel: RegExp;
  /** The start of "Buy with 1-Click $44.99" in an audiobook's buy box. */
  readonly buy: RegExp;
  /** An error page says that there is no such page. */
  readonly notFound: RegExp;
  /** An error page says that something failed. */
  readonly serverError: RegExp;
};

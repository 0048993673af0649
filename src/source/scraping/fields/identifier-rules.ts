import type { Identifiers } from '../../../product/details.ts';
import { readGtin } from '../../../product/gtin.ts';
import { checkedIdentifiers } from '../../../product/identifiers.ts';
import type { Fact } from './fact-rows.ts';

/** Reads the identifiers that a page names as such; those with a wrong check digit are left out. */
export function readIdentifiers(facts: readonly Fact[]): Identifiers | undefined {
  const isbns = facts.filter(({ label }) => bookLabel.test(label)).flatMap(({ value }) => partsOf(value));
  const articles = facts.filter(({ label }) => articleLabel.test(label)).flatMap(({ value }) => partsOf(value));
  const plain = articles.map(withoutFilling);
  const identifiers = checkedIdentifiers({ isbns, eans: plain, upcs: plain });
  return Object.keys(identifiers).length === 0 ? undefined : identifiers;
}

// Amazon writes the abbreviations alike in all languages.
const bookLabel = /(?<![\p{L}\p{N}])ISBN(?:-?1[03])?(?![\p{L}\p{N}])/iu;
const articleLabel = /(?<![\p{L}\p{N}])(?:EAN|UPC|GTIN|JAN|Global Trade Identification Number)(?![\p{L}\p{N}])/iu;

/** Whether a line is about the product's identifier, at Amazon or elsewhere. */
export function isIdentifierLabel(label: string): boolean {
  return bookLabel.test(label) || articleLabel.test(label) || /(?<![\p{L}\p{N}])ASIN(?![\p{L}\p{N}])/u.test(label);
}

/** The longest value that is read. */
const longestValue = 200;

/** One number with spaces in it, or several apart. */
function partsOf(value: string): readonly string[] {
  if (value.length > longestValue) return [];
  return readGtin(value) === undefined ? value.split(/[\s,;]+/) : [value];
}

/** A GTIN-14 of a single item is a shorter number that is filled up with zeros. */
function withoutFilling(number: string): string {
  return /^0\d{13}$/.test(number) ? number.replace(/^00?/, '') : number;
}

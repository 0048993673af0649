import type { Asin } from './asin.ts';
import type { MarketplaceCode } from './marketplace.ts';

/** The properties that all questions of one upstream call share. */
export type QuestionGroup = {
  readonly marketplace: MarketplaceCode;
  /** As Amazon writes it, e.g. `hi_IN`; absent for the marketplace's own. */
  readonly language?: string;
  /** ISO 4217; absent for the marketplace's own. */
  readonly currency?: string;
};

/** A question about one product. The same value is passed from the resolver to the upstream call. */
export type ProductQuestion = QuestionGroup & { readonly asin: Asin };

/**
 * The one identity of a question, used wherever questions are compared: `IN:B0CR7G9V56`, or `IN:B0CR7G9V56:hi_IN:USD`.
 * A language and a currency cannot be confused: only the language contains an underscore.
 */
export function keyOf({ marketplace, asin, language, currency }: ProductQuestion): string {
  return `${marketplace}:${asin}${suffixOf(language)}${suffixOf(currency)}`;
}

/** Which questions may share a call: `IN`, or `IN:hi_IN:USD`. */
export function groupOf({ marketplace, language, currency }: QuestionGroup): string {
  return `${marketplace}${suffixOf(language)}${suffixOf(currency)}`;
}

/** The group of a question, without its other properties. */
export function groupIn({ marketplace, language, currency }: QuestionGroup): QuestionGroup {
  return {
    marketplace,
    ...(language !== undefined && { language }),
    ...(currency !== undefined && { currency }),
  };
}

function suffixOf(part: string | undefined): string {
  return part === undefined ? '' : `:${part}`;
}

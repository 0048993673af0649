import { parseLocalCount } from '../../../product/local-count.ts';
import { canonicalNumber, localNumbers } from '../../../product/local-number.ts';
import { first, type Reading, type Rule } from '../page/rule.ts';
import { attributeOf, textOf } from '../page/text.ts';

/** The mean rating. Later elements with the same id belong to other products, so only the first of each counts. */
export const ratingRules: readonly Rule<number>[] = [
  first('#acrPopover[title]', (element) => parseStars(attributeOf(element, 'title'))),
  first('#averageCustomerReviews .a-icon-alt', (element) => parseStars(textOf(element))),
  first('#acrPopover .a-icon-alt', (element) => parseStars(textOf(element))),
  first('[data-hook="rating-out-of-text"]', (element) => parseStars(textOf(element))),
  first('[data-hook="average-stars-rating-text"]', (element) => parseStars(textOf(element))),
  first('[data-hook="average-star-rating"]', (element) => parseStars(textOf(element))),
  first('#acrCustomerReviewLink .a-icon-alt', (element) => parseStars(textOf(element))),
  first('#cm_cr_dp_d_rating_histogram .a-icon-alt', (element) => parseStars(textOf(element))),
];

const exactCount: Reading<number> = (element) => countIn(textOf(element), false);
const anyCount: Reading<number> = (element) => countIn(textOf(element), true);

/**
 * The number of ratings; 0 when the page has a place for reviews and neither stars nor a count in it. Exact figures
 * come before abbreviated ones ("(1.9L)"), which the newest layout shows beside the stars.
 */
export function reviewCountRules(rating: number | undefined): readonly Rule<number>[] {
  return rating === undefined ? [...counts, none] : counts;
}

const counts: readonly Rule<number>[] = [
  first('[data-hook="total-review-count"]', exactCount),
  first('[data-hook="total-rating-count"]', exactCount),
  first('#acrCustomerReviewText[aria-label]', (element) => countIn(attributeOf(element, 'aria-label'), false)),
  first('#acrCustomerReviewText', exactCount),
  first('[data-hook="total-review-count"]', anyCount),
  first('#acrCustomerReviewText', anyCount),
  first('#acrCustomerReviewLink', anyCount),
];

const none: Rule<number> = {
  name: 'no reviews',
  read: ({ document }) => (reviewPlaces.some((selector) => document.all(selector).length > 0) ? 0 : undefined),
};
const reviewPlaces = ['#averageCustomerReviews_feature_div', '#averageCustomerReviews', '#reviewsMedley'];

/**
 * Parses stars: `4,4 von 5 Sternen` → 4.4. In Japanese, Korean, Turkish and Hindi the scale comes first ("5つ星のうち3.9");
 * it is the one written as a bare 5.
 */
export function parseStars(text: string): number | undefined {
  const [one, two] = localNumbers(text);
  const written = one === '5' && two !== undefined ? two : one;
  const value = Number(written === undefined ? undefined : canonicalNumber(written, { exponent: 1 }));
  return value > 0 && value <= 5 ? value : undefined;
}

function countIn(text: string, approximate: boolean): number | undefined {
  const read = parseLocalCount(text);
  return read === undefined || (read.approximate && !approximate) ? undefined : read.count;
}

/** A way of delivery that a search can be restricted to. */
export type DeliveryOption = 'PRIME' | 'FREE_SHIPPING' | 'FULFILLED_BY_AMAZON' | 'GLOBAL';

/** All ways of delivery. */
export const deliveryOptions: readonly DeliveryOption[] = ['PRIME', 'FREE_SHIPPING', 'FULFILLED_BY_AMAZON', 'GLOBAL'];

/** The condition of offers that a search can be restricted to; `Any` includes all of them. */
export type SearchCondition = 'Any' | 'New' | 'Used' | 'Collectible' | 'Refurbished';

/** All conditions. Source: the parameters of PA-API's SearchItems. */
export const searchConditions: readonly SearchCondition[] = ['Any', 'New', 'Used', 'Collectible', 'Refurbished'];

/** The condition that the text names, compared without case. */
export function findCondition(text: string): SearchCondition | undefined {
  const wanted = text.trim().toLowerCase();
  return searchConditions.find((condition) => condition.toLowerCase() === wanted);
}

/**
 * Whether every word of `words` is in `text`, compared without case. Japanese, Chinese and Korean words need not stand alone
 * there: they are written without spaces, or with endings.
 */
export function hasAllWords(text: string, words: string): boolean {
  const lower = text.toLowerCase();
  const found = new Set(wordsOf(lower));
  return wordsOf(words.toLowerCase()).every((one) => found.has(one) || (isEastAsian.test(one) && lower.includes(one)));
}

const letters = String.raw`[\p{L}\p{M}\p{N}]`;
const eastAsian = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]`;
const isEastAsian = new RegExp(`^${eastAsian}`, 'v');
/** A run of letters and digits; one of East Asian letters ends where others follow, as in ヘッドホンWH. */
const word = new RegExp(`[${letters}&&${eastAsian}]+|[${letters}--${eastAsian}]+`, 'gv');

function wordsOf(text: string): readonly string[] {
  return text.match(word) ?? [];
}

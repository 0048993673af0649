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

/** Whether every word of `words` is in `text`, compared without case. */
export function hasAllWords(text: string, words: string): boolean {
  const found = new Set(wordsOf(text));
  return wordsOf(words).every((word) => found.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

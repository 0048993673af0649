import type { Availability } from '../../../product/offer.ts';
import type { Language, StockWord } from '../languages/language.ts';

/**
 * What a stock message says of an item's availability; `undefined` when it says nothing of it. The page's language
 * decides where it understands the message, all languages together where it does not.
 *
 * @param spoken every language, the page's first
 */
export function classifyStock(message: string, spoken: readonly Language[]): Availability | undefined {
  return classifiedBy(spoken.slice(0, 1), message) ?? classifiedBy(spoken, message);
}

/** The narrower meaning first: "In stock on May 5", "Only 2 left in stock". */
const words: readonly StockWord[] = ['BACKORDER', 'PREORDER', 'LIMITED', 'IN_STOCK'];

/**
 * "Sold out" counts only where it comes first: "Currently unavailable. We don't know when it will be back in stock."
 * against "In stock. Gift-wrap not available."
 */
function classifiedBy(spoken: readonly Language[], message: string): StockWord | undefined {
  const position = (word: StockWord) => {
    const found = spoken.map(({ stock }) => message.search(stock[word])).filter((at) => at !== -1);
    return found.length === 0 ? Infinity : Math.min(...found);
  };
  const said = words.map((word) => ({ word, at: position(word) })).filter(({ at }) => at !== Infinity);
  const soldOutAt = position('OUT_OF_STOCK');
  const isSoldOut = said.every(({ word, at }) => (word === 'BACKORDER' ? soldOutAt < at : soldOutAt <= at));
  return soldOutAt !== Infinity && isSoldOut ? 'OUT_OF_STOCK' : said[0]?.word;
}

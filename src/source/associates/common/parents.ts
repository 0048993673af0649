import type { Asin } from '../../../product/asin.ts';
import type { ItemAnswer } from './answer.ts';

/**
 * The answer with an entry for each requested parent of variations that the API answered with one of its variations. The
 * lookup operation takes nothing from the variation that is not true of the whole family.
 */
export function withParents(requested: readonly Asin[], answer: ItemAnswer): ItemAnswer {
  const products = new Map(answer.products);
  for (const child of answer.products.values()) {
    const parent = child.parentAsin;
    if (parent === undefined || products.has(parent) || requested.includes(child.asin)) continue;
    if (requested.includes(parent)) products.set(parent, child);
  }
  return { ...answer, products };
}

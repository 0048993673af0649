import { keyOf, type ProductQuestion } from '../product/question.ts';
import type { Paged } from './source.ts';

/** The identity of a product's variations. */
export function variationsKeyOf(question: ProductQuestion): string {
  return `variations:${keyOf(question)}`;
}

/** The identity of a page of a product's variations. */
export function variationsPageKeyOf(question: ProductQuestion & Paged): string {
  return `${keyOf(question)}:${question.page ?? 'first'}`;
}

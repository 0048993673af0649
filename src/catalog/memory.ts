import type { Asin } from '../product/asin.ts';
import { isProduct } from '../product/is-product.ts';
import type { Product } from '../product/product.ts';
import { keyOf, type ProductQuestion } from '../product/question.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';
import type { SearchPage } from '../source/source.ts';

/** What is remembered of one ASIN. */
export type ProductMemory =
  | {
      readonly kind: 'product';
      readonly product: Product;
      readonly source: SourceId;
      readonly accuracy: number;
      readonly attempts: readonly Attempt[];
    }
  | { readonly kind: 'missing'; readonly attempts: readonly Attempt[] };

/** What is remembered of one upstream page of a search. */
export type PageMemory = { readonly kind: 'page'; readonly page: SearchPage; readonly accuracy: number };

/** Where a product is kept. The key an answer is asked by, which for a parent ASIN is not the product's own. */
export function productKey(question: ProductQuestion): string {
  return `product:${keyOf(question)}`;
}

/** Checks what a store gave back: its shape, and that it is the product that the key names, in whichever language. */
export function readProductMemory(value: unknown, key: string): ProductMemory | undefined {
  if (!isProductMemory(value)) return undefined;
  if (value.kind === 'missing') return value;
  const { asin, parentAsin, marketplace } = value.product;
  const belongs = (known: Asin) => {
    const plain = productKey({ asin: known, marketplace });
    return key === plain || key.startsWith(`${plain}:`);
  };
  return belongs(asin) || (parentAsin !== undefined && belongs(parentAsin)) ? value : undefined;
}

/** Checks what a store gave back as a page of hits. */
export function readPageMemory(value: unknown): PageMemory | undefined {
  return isPageMemory(value) ? value : undefined;
}

function isProductMemory(value: unknown): value is ProductMemory {
  if (!isRecord(value) || !Array.isArray(value['attempts'])) return false;
  if (value['kind'] === 'missing') return true;
  return (
    value['kind'] === 'product' &&
    typeof value['source'] === 'string' &&
    typeof value['accuracy'] === 'number' &&
    isProduct(value['product'])
  );
}

function isPageMemory(value: unknown): value is PageMemory {
  if (!isRecord(value) || value['kind'] !== 'page' || typeof value['accuracy'] !== 'number') return false;
  const page = value['page'];
  return isRecord(page) && Array.isArray(page['hits']) && page['hits'].every(isProduct);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

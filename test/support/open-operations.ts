import type { ProductQuestion } from '../../src/product/question.ts';
import type { CallOperation, Batcher } from '../../src/source/batching/batcher.ts';
import type { Finding, SearchPage, SearchQuestion } from '../../src/source/source.ts';

/** A batcher with both of its operations open, as the catalog opens them. */
export type Asking = {
  readonly lookup: CallOperation<ProductQuestion, Finding>;
  readonly search: CallOperation<SearchQuestion, SearchPage>;
};

/** Opens both operations. */
export function askingThrough(batcher: Batcher): Asking {
  return {
    lookup: batcher.open(({ operations }) => operations.lookup),
    search: batcher.open(({ operations }) => operations.search),
  };
}

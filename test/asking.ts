import type { ProductQuestion } from '../src/product/question.ts';
import type { Ask, Packer } from '../src/source/packer.ts';
import type { Finding, SearchPage, SearchQuestion } from '../src/source/source.ts';

/** A packer with both of its operations open, as the catalog opens them. */
export type Asking = {
  readonly lookup: Ask<ProductQuestion, Finding>;
  readonly search: Ask<SearchQuestion, SearchPage>;
};

/** Opens both operations. */
export function askingThrough(packer: Packer): Asking {
  return {
    lookup: packer.open(({ operations }) => operations.lookup),
    search: packer.open(({ operations }) => operations.search),
  };
}

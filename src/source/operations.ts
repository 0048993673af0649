import type { Asin } from '../product/asin.ts';
import { groupIn, keyOf, type ProductQuestion } from '../product/question.ts';
import { decodeOutcome, encodeOutcome } from './batching/outcome-codec.ts';
import { pageKeyOf } from './search-question.ts';
import type { CallContext, Finding, SearchPage, SearchQuestion, SearchTerms, SourceOperation } from './source.ts';

/** How a source looks up products: one finding per ASIN, in no particular order; all ASINs differ. */
export type LookUp = (asins: readonly Asin[], context: CallContext) => Promise<ReadonlyMap<Asin, Finding>>;

/** How a source searches: one page of hits; `page` is the `next` of the page before it, absent for the first. */
export type SearchFor = (terms: SearchTerms, page: string | undefined, context: CallContext) => Promise<SearchPage>;

/** Looking up products, up to `batchSize` of them in one call. */
export function lookupOperation(batchSize: number, lookUp: LookUp): SourceOperation<ProductQuestion, Finding> {
  return {
    name: 'lookup',
    batchSize,
    keyOf,
    async perform(questions, context) {
      const findings = await lookUp(
        questions.map(({ asin }) => asin),
        context,
      );
      const group = groupIn(context);
      return new Map([...findings].map(([asin, finding]) => [keyOf({ ...group, asin }), finding]));
    },
    shared: { write: encodeOutcome, read: decodeOutcome },
  };
}

/** Searching, one page a call. */
export function searchOperation(searchFor: SearchFor): SourceOperation<SearchQuestion, SearchPage> {
  return {
    name: 'search',
    batchSize: 1,
    keyOf: pageKeyOf,
    async perform(questions, context) {
      const pages = questions.map(async (question) => {
        const page = await searchFor(question.terms, question.page, context);
        return [pageKeyOf(question), page] as const;
      });
      return new Map(await Promise.all(pages));
    },
  };
}

import type { Asin } from '../product/asin.ts';
import { groupIn, keyOf, type ProductQuestion } from '../product/question.ts';
import { decodeOutcome, encodeOutcome } from './batching/outcome-codec.ts';
import { pageKeyOf } from './search-question.ts';
import type { CallContext, Finding, SearchPage, SearchQuestion, SearchTerms, SourceOperation } from './source.ts';

/** Looks up products of a source: one finding per ASIN, in any order. The ASINs are distinct. */
export type LookUp = (asins: readonly Asin[], context: CallContext) => Promise<ReadonlyMap<Asin, Finding>>;

/** Searches a source: one page of hits. `page` is the `next` of the previous page, absent for the first. */
export type SearchFor = (terms: SearchTerms, page: string | undefined, context: CallContext) => Promise<SearchPage>;

/** The operation that looks up products, up to `batchSize` in one call. */
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

/** The operation that searches, one page per call. */
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

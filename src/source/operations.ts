import { parseAsin, type Asin } from '../product/asin.ts';
import { nodeGroupIn, nodeKeyOf, type BrowseNodeQuestion } from '../product/browse-node.ts';
import { inGroup, parentOf, type Product } from '../product/product.ts';
import { groupIn, groupOf, keyOf, type ProductQuestion } from '../product/question.ts';
import { decodeOutcome, encodeOutcome } from './batching/outcome-codec.ts';
import { pageKeyOf } from './search-question.ts';
import type {
  CallContext,
  Finding,
  NodeFinding,
  Identification,
  IdentifierQuestion,
  SearchPage,
  SearchQuestion,
  SearchTerms,
  SourceOperation,
  VariationsQuestion,
} from './source.ts';
import { variationsPageKeyOf } from './variations-question.ts';

/** Looks up products of a source: one finding per ASIN, in any order. The ASINs are distinct. */
export type LookUp = (asins: readonly Asin[], context: CallContext) => Promise<ReadonlyMap<Asin, Finding>>;

/** Searches a source: one page of hits. `page` is the `next` of the previous page, absent for the first. */
export type SearchFor = (terms: SearchTerms, page: string | undefined, context: CallContext) => Promise<SearchPage>;

/**
 * Lists the variations of a product of a source: one page, without hits if it has none. `page` is the `next` of the
 * previous page, absent for the first.
 */
export type ReadVariations = (asin: Asin, page: string | undefined, context: CallContext) => Promise<SearchPage>;

/** Looks up categories of a source: one finding per id, in any order. The ids are distinct. */
export type LookUpNodes = (ids: readonly string[], context: CallContext) => Promise<ReadonlyMap<string, NodeFinding>>;
/** Finds products by their numbers: one identification per number, in any order. The numbers are distinct. */
export type Identify = (eans: readonly string[], context: CallContext) => Promise<ReadonlyMap<string, Identification>>;

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
      return new Map(
        [...findings].map(([asin, finding]) => [keyOf({ ...group, asin }), findingFor(finding, { ...group, asin })]),
      );
    },
    shared: {
      writeQuestion: ({ asin }) => asin,
      readQuestion(written, group) {
        const asin = parseAsin(written);
        return asin && { ...groupIn(group), asin };
      },
      write: encodeOutcome,
      read: decodeOutcome,
    },
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
        const hits = page.hits.map((hit) => inGroup(hit, context));
        return [pageKeyOf(question), { ...page, hits }] as const;
      });
      return new Map(await Promise.all(pages));
    },
  };
}

/** The operation that lists the variations of a product, one page per call. */
export function variationsOperation(readVariations: ReadVariations): SourceOperation<VariationsQuestion, SearchPage> {
  return {
    name: 'variations',
    batchSize: 1,
    keyOf: variationsPageKeyOf,
    async perform(questions, context) {
      const pages = questions.map(async (question) => {
        const page = await readVariations(question.asin, question.page, context);
        return [
          variationsPageKeyOf(question),
          { ...page, hits: page.hits.map((hit) => inGroup(hit, context)) },
        ] as const;
      });
      return new Map(await Promise.all(pages));
    },
  };
}

/** The operation that looks up categories, up to `batchSize` in one call. */
export function browseNodesOperation(
  batchSize: number,
  lookUpNodes: LookUpNodes,
): SourceOperation<BrowseNodeQuestion, NodeFinding> {
  return {
    name: 'browseNodes',
    batchSize,
    keyOf: nodeKeyOf,
    async perform(questions, context) {
      const findings = await lookUpNodes(
        questions.map(({ id }) => id),
        context,
      );
      const group = nodeGroupIn(context);
      return new Map([...findings].map(([id, finding]) => [nodeKeyOf({ ...group, id }), finding]));
    },
  };
}

/** The operation that finds products by their numbers, up to `batchSize` in one call. */
export function identifyOperation(
  batchSize: number,
  identify: Identify,
): SourceOperation<IdentifierQuestion, Identification> {
  const keyOfNumber = (question: IdentifierQuestion) => `${groupOf(question)}:${question.ean}`;
  return {
    name: 'identify',
    batchSize,
    keyOf: keyOfNumber,
    async perform(questions, context) {
      const eans = questions.map(({ ean }) => ean);
      const identified = await identify(eans, context);
      return new Map([...identified].map(([ean, one]) => [keyOfNumber({ ...groupIn(context), ean }), one]));
    },
  };
}

/** The finding as the answer to the question. For the parent of variations, a source may find one of them. */
function findingFor(finding: Finding, question: ProductQuestion): Finding {
  const about = (product: Product) => {
    const { asin } = question;
    return inGroup(product.asin !== asin && product.parentAsin === asin ? parentOf(product, asin) : product, question);
  };
  if (finding.kind === 'found') return { ...finding, product: about(finding.product) };
  if (finding.kind === 'missing' || finding.candidate === undefined) return finding;
  return { ...finding, candidate: about(finding.candidate) };
}

import type { Asin } from '../../src/product/asin.ts';
import { groupIn, keyOf } from '../../src/product/question.ts';
import type { CallContext, Finding, SearchPage, SearchTerms, Source } from '../../src/source/source.ts';

/** Makes one lookup call of a source; returns its findings by ASIN. */
export async function lookUp(
  { operations: { lookup } }: Source,
  asins: readonly Asin[],
  context: CallContext,
): Promise<ReadonlyMap<Asin, Finding>> {
  const group = groupIn(context);
  const questions = asins.map((asin) => ({ ...group, asin }));
  const findings = await lookup.perform(questions, context);
  return new Map(
    questions.flatMap((question) => {
      const finding = findings.get(keyOf(question));
      return finding === undefined ? [] : [[question.asin, finding]];
    }),
  );
}

/** Makes one call of a source for the variations of a product. */
export async function variationsOf(
  { operations: { variations } }: Source,
  asin: Asin,
  context: CallContext,
): Promise<SearchPage> {
  if (variations === undefined) throw new Error('The source cannot list variations.');
  const question = { ...groupIn(context), asin };
  const answer = (await variations.perform([question], context)).get(variations.keyOf(question));
  if (answer === undefined) throw new Error('The product was left out of the answer.');
  return answer;
}

/** Makes one search call of a source. */
export async function searchFor(
  { operations: { search } }: Source,
  terms: SearchTerms,
  page: string | undefined,
  context: CallContext,
): Promise<SearchPage> {
  const question = { ...groupIn(context), terms, page };
  const answer = (await search.perform([question], context)).get(search.keyOf(question));
  if (answer === undefined) throw new Error('The search was left out of the answer.');
  return answer;
}

import type { Product } from '../product/product.ts';
import type { QuestionGroup } from '../product/question.ts';
import type { Attempt } from '../vocabulary.ts';
import type { Source } from './source.ts';

/**
 * The note of an attempt whose answer is not in the requested language or currency. A source may have some texts in the
 * language and others not, so the language of the product's own texts decides where it is known.
 *
 * @param terms the terms of a search that the source ignores, as codes
 */
export function ignoredBy(
  { ignores = [] }: Pick<Source, 'ignores'>,
  group: QuestionGroup,
  product: Product | undefined,
  terms: readonly string[] = [],
): Pick<Attempt, 'code'> {
  const { textLanguage } = product ?? {};
  const ignoresLanguage = textLanguage === undefined ? ignores.includes('language') : textLanguage !== group.language;
  const ignored = [
    ...(group.language !== undefined && ignoresLanguage ? ['LANGUAGE'] : []),
    ...(group.currency !== undefined && ignores.includes('currency') ? ['CURRENCY'] : []),
    ...terms,
  ];
  return ignored.length === 0 ? {} : { code: `${ignored.join('_AND_')}_IGNORED` };
}

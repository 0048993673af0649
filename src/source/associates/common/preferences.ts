import type { QuestionGroup } from '../../../product/question.ts';

/** The language and currency of the question. The APIs take one language; without any they use the marketplace's own. */
export function preferences({ language, currency }: QuestionGroup): Readonly<Record<string, unknown>> {
  return {
    ...(language !== undefined && { languagesOfPreference: [language] }),
    ...(currency !== undefined && { currencyOfPreference: currency }),
  };
}

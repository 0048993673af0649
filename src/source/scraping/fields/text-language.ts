import type { PageView } from '../page/rule.ts';
import { attributeOf } from '../page/text.ts';

/** The language that the page says it is written in, as Amazon writes it elsewhere: `en-in` → `en_IN`. */
export function textLanguage({ document }: PageView): string | undefined {
  const [, language, country] = /^([a-z]{2})[-_]([a-z]{2})$/i.exec(attributeOf(document.all('html')[0], 'lang')) ?? [];
  return language === undefined || country === undefined
    ? undefined
    : `${language.toLowerCase()}_${country.toUpperCase()}`;
}

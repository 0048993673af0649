import { marketplaces, type MarketplaceCode } from '../../../product/marketplace.ts';
import { arabic } from './arabic.ts';
import { chinese } from './chinese.ts';
import { dutch } from './dutch.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { hindi } from './hindi.ts';
import { italian } from './italian.ts';
import { japanese } from './japanese.ts';
import { korean } from './korean.ts';
import type { Language } from './language.ts';
import { polish } from './polish.ts';
import { portuguese } from './portuguese.ts';
import { spanish } from './spanish.ts';
import { swedish } from './swedish.ts';
import { turkish } from './turkish.ts';

/** The interface languages of the 22 marketplaces. */
export const languages: readonly Language[] = [
  english,
  german,
  french,
  spanish,
  italian,
  portuguese,
  dutch,
  swedish,
  polish,
  turkish,
  japanese,
  arabic,
  hindi,
  chinese,
  korean,
];

/**
 * All languages in the order in which a page's words are looked up: the one that the page names, the marketplace's
 * own, English, then the rest. A page may show another language than its marketplace's (Amazon.es in Portuguese), and
 * what it names can be wrong (robot checks say `en-us` everywhere), so no language is left out.
 *
 * @param named the value of `<html lang>`, e.g. `pt-es`
 */
export function languagesOf(named: string | undefined, marketplace: MarketplaceCode): readonly Language[] {
  const preferred = [named ?? '', marketplaces[marketplace].language].map((tag) => tag.slice(0, 2).toLowerCase());
  const first = preferred.flatMap((code) => languages.filter((language) => language.code === code));
  return [...new Set([...first, ...languages])];
}

/** Whether any of the languages has `text` match its pattern for `word`. */
export function says(spoken: readonly Language[], word: WordKind, text: string): boolean {
  return spoken.some((language) => language[word].test(text));
}

type WordKind = Exclude<keyof Language, 'code' | 'brand' | 'stock'>;

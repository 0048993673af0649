import type { ServedCode } from '../sandbox-marketplace.ts';
import translations from './translations.json' with { type: 'json' };

/** A title in the marketplace's own language, and in its other languages that have one. */
export type Titles = { readonly title: string; readonly otherTitles: Readonly<Record<string, string>> };

const nouns: ReadonlyMap<string, { readonly de: string; readonly hi: string }> = new Map(Object.entries(translations));

/**
 * Titles are German and English in Germany, English and Hindi in India, and English elsewhere.
 *
 * @param title the English one, which contains `noun`
 */
export function titlesIn(marketplace: ServedCode, title: string, noun: string): Titles {
  const { de = noun, hi = noun } = nouns.get(noun) ?? {};
  if (marketplace === 'DE') return { title: title.replace(noun, de), otherTitles: { en_GB: title } };
  return { title, otherTitles: marketplace === 'IN' ? { hi_IN: title.replace(noun, hi) } : {} };
}

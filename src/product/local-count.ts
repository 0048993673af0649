import { asciiNumerals, canonicalNumber, localNumbers } from './local-number.ts';

/**
 * A count as shops write it: `16,927 ratings` → 16927, `(1.9L)` → 190000, `7,3 mil` → 7300, `1.2万` → 12000.
 * An abbreviated count is approximate. `undefined` when the text holds no whole number.
 */
export function parseLocalCount(text: string): { readonly count: number; readonly approximate: boolean } | undefined {
  const ascii = asciiNumerals(text);
  const number = localNumbers(ascii)[0];
  if (number === undefined) return undefined;
  const after = ascii.slice(ascii.indexOf(number) + number.length);
  const factor = factorOf(after);
  if (factor === undefined) {
    const whole = canonicalNumber(number, { exponent: 0 });
    return whole === undefined || whole.includes('.') ? undefined : bounded(Number(whole), false);
  }
  const value = Number(number.replace(',', '.'));
  return Number.isNaN(value) ? undefined : bounded(Math.round(value * factor), true);
}

/**
 * What follows an abbreviated number, longest first. `K` and `L` (lakh), `mil`, `tys.` and the like were seen on saved
 * pages of the Indian, American, Spanish and Brazilian marketplaces; the rest are the languages' usual abbreviations.
 */
const factors: readonly (readonly [RegExp, number])[] = [
  [/^\s*(?:crore|cr)(?!\p{L})/iu, 10_000_000],
  [/^\s*(?:mio|mln|millones|milhões|milioni|mi|m)(?!\p{L})/iu, 1_000_000],
  [/^\s*(?:lakh|l)(?!\p{L})/iu, 100_000],
  [/^\s*[万萬만]/u, 10_000],
  [/^\s*(?:k|mil|mila|tsd|tys|tus|tn|bin|b|ألف|आ?हज़ार)(?!\p{L})/iu, 1_000],
  [/^\s*[千천]/u, 1_000],
];

function factorOf(after: string): number | undefined {
  return factors.find(([pattern]) => pattern.test(after))?.[1];
}

function bounded(count: number, approximate: boolean): { count: number; approximate: boolean } | undefined {
  return count <= 1_000_000_000 ? { count, approximate } : undefined;
}

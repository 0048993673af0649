import type { Language } from '../languages/language.ts';

/**
 * The brand in the line below a title, without its decoration: "Visit the X Store", "Marque : X", "Visite a loja da
 * X". A line that no language decorates is the brand itself; `undefined` when it is empty.
 */
export function parseByline(text: string, spoken: readonly Language[]): string | undefined {
  const plain = text.replace(/\s*\((?:em|en|auf|in|på|w)\s[^)]{2,20}\)$/i, '').trim();
  for (const { brand } of spoken) {
    const named = brand.map((pattern) => pattern.exec(plain)?.[1]?.trim()).find((found) => (found ?? '') !== '');
    if (named !== undefined) return named;
  }
  return plain === '' ? undefined : plain;
}

/** Tokens and client secrets of Amazon's, which give themselves away by their form. */
const telltales = /\bAt(?:za|zr|c)(?:\||%7C)[\w.~+/=%-]+|\bamzn1\.oa2-cs\.[\w.-]+/gi;

const longest = 300;

/**
 * An upstream's own words as they may stand in a message that clients and operators read: on one line, cut, and
 * without the secrets that they may repeat.
 *
 * @param secrets what was sent; cleared as it is and URL-encoded
 */
export function quoted(said: string, secrets: readonly string[]): string {
  let clean = said;
  // Longest first: a secret that contains another one would otherwise leave its rest behind.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret === '') continue;
    for (const spelling of [secret, encodeURIComponent(secret)]) clean = clean.replaceAll(spelling, '[secret]');
  }
  return clean.replaceAll(telltales, '[secret]').replaceAll(/\s+/g, ' ').slice(0, longest);
}

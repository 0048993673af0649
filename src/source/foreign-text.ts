/** Amazon's tokens and client secrets, which have a recognizable form. */
const telltales = /\bAt(?:za|zr|c)(?:\||%7C)[\w.~+/=%-]+|\bamzn1\.oa2-cs\.[\w.-]+/gi;

const longest = 300;

/**
 * Makes an upstream's message safe for clients and operators: one line, truncated, and without secrets.
 *
 * @param secrets the secrets that were sent; removed as they are and URL-encoded
 */
export function quoted(said: string, secrets: readonly string[]): string {
  let clean = said;
  // Longest first: otherwise, a part of a secret that contains another one would remain.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret === '') continue;
    for (const spelling of [secret, encodeURIComponent(secret)]) clean = clean.replaceAll(spelling, '[secret]');
  }
  return clean.replaceAll(telltales, '[secret]').replaceAll(/\s+/g, ' ').slice(0, longest);
}

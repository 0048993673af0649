import { escape as encodeUri } from 'node:querystring';

const replacement = '[redacted]';

/** Shorter values are too likely to be part of an ordinary word. */
const shortest = 4;

/**
 * Access tokens, refresh tokens and signatures, which are not in the configuration and are recognised by their form.
 */
const secretPatterns: readonly RegExp[] = [
  /(?<=\bBearer )[\w.~+/=|%-]+/g,
  /\bAt(?:za|zr|c)(?:\||%7C)[\w.~+/=%-]+/gi,
  /(?<=\bSignature=)\w+/g,
];

/**
 * Returns a function that redacts secrets in a line of JSON: verbatim, JSON-escaped, or URL-encoded in any style and
 * case.
 */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  const forms = secrets.filter(({ length }) => length >= shortest).flatMap(writtenForms);
  // The longest first, because one secret may be part of another.
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  const known =
    longestFirst.length === 0 ? [] : [new RegExp(longestFirst.map((form) => RegExp.escape(form)).join('|'), 'g')];
  const patterns = [...known, ...secretPatterns];
  return (line) => patterns.reduce((text, pattern) => text.replaceAll(pattern, replacement), line);
}

function writtenForms(secret: string): readonly string[] {
  const encoded = [
    encodeURIComponent(secret),
    encodeUri(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
  ];
  const lowerCased = encoded.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()));
  return [secret, JSON.stringify(secret).slice(1, -1), ...encoded, ...lowerCased];
}

import { escape as encodeUri } from 'node:querystring';

const replacement = '[redacted]';

/** Too short to be a secret, and likely to be part of an ordinary word. */
const shortest = 4;

/** What gives a secret away by its form: access tokens, refresh tokens and signatures, which no configuration lists. */
const telltales: readonly RegExp[] = [
  /(?<=\bBearer )[\w.~+/=|%-]+/g,
  /\bAt(?:za|zr|c)(?:\||%7C)[\w.~+/=%-]+/gi,
  /(?<=\bSignature=)\w+/g,
];

/** Takes secrets out of a line of JSON, as they are, JSON-escaped or URL-encoded in either style and case. */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  const forms = secrets.filter(({ length }) => length >= shortest).flatMap(writtenForms);
  // The longest first: a secret may be a part of another.
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  const known =
    longestFirst.length === 0 ? [] : [new RegExp(longestFirst.map((form) => RegExp.escape(form)).join('|'), 'g')];
  const patterns = [...known, ...telltales];
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

const longestQuote = 200;

/**
 * Control characters, also those that reverse or hide text (bidirectional marks, zero-width characters, tags), surrogates
 * without a partner and private characters: a reader does not see them, a model may read them as instructions.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u{115F}\u{1160}\u{3164}\u{FFA0}]+/gu;

/** The text on one line, without characters that nobody sees. */
export function plain(text: string): string {
  // A line feed between two words separates them.
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(unseen, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** The text in at most `length` characters; an ellipsis shows that it is cut. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A text of Amazon's as a quotation, which no character in it can end. */
export function quoted(text: string): string {
  return JSON.stringify(cut(plain(text), longestQuote));
}

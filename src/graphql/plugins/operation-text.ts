import { Lexer, Source, TokenKind } from 'graphql';

/** Limits of a document's text. */
export type TextLimits = {
  /** Characters of the document, including comments and whitespace. */
  readonly characters: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Brackets of all kinds that are open at the same time. */
  readonly nesting: number;
};

/** A limit that a text exceeds, and the amount that was found before the scan stopped. */
export type Excess = { readonly measure: keyof TextLimits; readonly found: number };

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Scans a text before it is parsed, without recursion: the parser of graphql-js calls itself for every bracket, and a few
 * thousand brackets would overflow the stack. A syntax error ends the scan; the parser then reports it.
 */
export function excessOf(text: string, limits: TextLimits): Excess | undefined {
  if (text.length > limits.characters) return { measure: 'characters', found: text.length };
  const lexer = new Lexer(new Source(text));
  let open = 0;
  for (let tokens = 0; ; tokens += 1) {
    const kind = nextKind(lexer);
    if (kind === undefined) return undefined;
    if (tokens >= limits.tokens) return { measure: 'tokens', found: tokens + 1 };
    if (opening.has(kind)) open += 1;
    if (closing.has(kind)) open -= 1;
    if (open > limits.nesting) return { measure: 'nesting', found: open };
  }
}

function nextKind(lexer: Lexer): string | undefined {
  try {
    const { kind } = lexer.advance();
    return kind === TokenKind.EOF ? undefined : kind;
  } catch {
    return undefined;
  }
}

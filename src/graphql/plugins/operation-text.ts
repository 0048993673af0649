import { Lexer, Source, TokenKind } from 'graphql';

/** How much an operation's text may be. */
export type TextLimits = {
  /** Of the whole document, literals, comments and blanks included. */
  readonly characters: number;
  /** Lexical tokens of the whole document. */
  readonly tokens: number;
  /** Brackets of all kinds that are open at a time. */
  readonly nesting: number;
};

/** By what a text is too much, and how much of it there is at least. */
export type Excess = { readonly measure: keyof TextLimits; readonly found: number };

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Looks through a text before it is parsed, without recursion: graphql-js's parser calls itself for every bracket, and
 * a few thousand of them would overflow the stack. What cannot be read ends the look; the parser will say why.
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

import { LRUCache } from 'lru-cache';

const mostDocuments = 256;
const mostBytes = 16 * 1024 * 1024;

/** The AST of graphql-js takes 530 bytes for one token that is a name of ten letters. */
const bytesPerToken = 550;

/** A cache of parse results by the document's text. It is bounded by weight, so that clients cannot fill the memory. */
export function createDocumentCache<Parsed extends object>(): LRUCache<string, Parsed> {
  return new LRUCache<string, Parsed>({
    max: mostDocuments,
    maxSize: mostBytes,
    sizeCalculation: (_, text) => weightOf(text),
  });
}

/** An upper estimate of the bytes that a text and its AST take: words in comments and strings count as tokens, too. */
export function weightOf(text: string): number {
  const tokens = text.match(/\w+|[^\s\w,]/g)?.length ?? 0;
  return 1 + 2 * text.length + bytesPerToken * tokens;
}

import { LRUCache } from 'lru-cache';

const mostDocuments = 256;
const mostBytes = 16 * 1024 * 1024;

/** Measured: what graphql-js makes of one token, a name of ten letters, takes 530 bytes. */
const bytesPerToken = 550;

/** What came of parsing, by the document's text; bounded by weight, so that nobody can fill the memory with it. */
export function createDocumentCache<Parsed extends object>(): LRUCache<string, Parsed> {
  return new LRUCache<string, Parsed>({
    max: mostDocuments,
    maxSize: mostBytes,
    sizeCalculation: (_, text) => weightOf(text),
  });
}

/** About how many bytes a text and its document take, at most: words in comments and strings count as tokens, too. */
export function weightOf(text: string): number {
  const tokens = text.match(/\w+|[^\s\w,]/g)?.length ?? 0;
  return 1 + 2 * text.length + bytesPerToken * tokens;
}

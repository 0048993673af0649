import { LRUCache } from 'lru-cache';

const mostDocuments = 256;
/** A document takes up to a hundred times the memory of its text. */
const mostCharacters = 1_000_000;

/** What came of parsing, by the document's text; bounded by size, too, so that nobody can fill the memory with it. */
export function createDocumentCache<Parsed extends object>(): LRUCache<string, Parsed> {
  return new LRUCache<string, Parsed>({
    max: mostDocuments,
    maxSize: mostCharacters,
    sizeCalculation: (_, text) => text.length + 1,
  });
}

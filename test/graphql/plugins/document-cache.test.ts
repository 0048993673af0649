import { expect, test } from 'vitest';
import { createDocumentCache, weightOf } from '../../../src/graphql/plugins/document-cache.ts';

test('a document weighs what its tokens take, not what its text takes', () => {
  const [names, comment] = [`{ ${'a '.repeat(1900)} }`, `{ a } # ${'a'.repeat(4000)}`];
  expect(names.length).toBeLessThan(comment.length);
  expect(weightOf(names)).toBeGreaterThan(1_000_000);
  expect(weightOf(comment)).toBeLessThan(20_000);
});

test('large documents are evicted long before the cache has many entries', () => {
  const cache = createDocumentCache<object>();
  for (let n = 0; n < 100; n += 1) cache.set(`{ ${'a '.repeat(1900)} b${n} }`, {});
  expect(cache.size).toBeLessThan(20);
  expect(cache.calculatedSize).toBeLessThan(17_000_000);
});

test('hundreds of ordinary documents are kept', () => {
  const cache = createDocumentCache<object>();
  for (let n = 0; n < 200; n += 1) cache.set(`{ ${'a '.repeat(80)} b${n} }`, {});
  expect(cache.size).toBe(200);
});

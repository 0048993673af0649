import { expect, test } from 'vitest';
import type { Asin } from '../../src/product/asin.ts';
import { withImagesFrom } from '../../src/source/images-from.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Finding, SearchTerms } from '../../src/source/source.ts';
import { lookUp, searchFor, variationsOf } from '../support/ask-source.ts';
import { asinNumber } from '../support/asins.ts';
import { aProductOf, fakeSource } from '../support/fake-source.ts';

const origin = 'http://127.0.0.1:9000';
const path = '/images/I/71.jpg?x=1';
const ofAmazon = `https://m.media-amazon.com${path}`;
const elsewhere = 'http://evil.example/a.jpg';
const [found, missing, failed, unseen] = [asinNumber(1), asinNumber(2), asinNumber(3), asinNumber(4)];
const shown = aProductOf(found, 'IN', {
  imageUrl: ofAmazon,
  images: [{ url: ofAmazon, width: 500, height: 500 }, { url: elsewhere }],
});
const moved = {
  ...shown,
  imageUrl: `${origin}${path}`,
  images: [{ url: `${origin}${path}`, width: 500, height: 500 }, { url: elsewhere }],
};
const error = new SourceError('MALFORMED', 'odd');
const findings: readonly (readonly [Asin, Finding])[] = [
  [found, { kind: 'found', product: shown }],
  [missing, { kind: 'missing' }],
  [failed, { kind: 'failed', error, candidate: shown }],
  [unseen, { kind: 'failed', error }],
];
const source = withImagesFrom(
  origin,
  fakeSource({
    lookup: () => Promise.resolve(new Map(findings)),
    search: () => Promise.resolve({ hits: [shown], next: '2' }),
    variations: () => Promise.resolve({ hits: [shown], totalCount: 1 }),
  }),
);
const context = { marketplace: 'IN', signal: new AbortController().signal, budgetMs: 1_000 } as const;

test('pictures of Amazon are named on the other origin with their path, and no other address changes', async () => {
  const answer = await lookUp(source, [found, missing, failed, unseen], context);
  expect(answer.get(found)).toEqual({ kind: 'found', product: moved });
  expect(answer.get(missing)).toEqual({ kind: 'missing' });
  expect(answer.get(failed)).toEqual({ kind: 'failed', error, candidate: moved });
  expect(answer.get(unseen)).toEqual({ kind: 'failed', error });
});

test('those of variations are too', async () => {
  expect(await variationsOf(source, found, context)).toEqual({ hits: [moved], totalCount: 1 });
});

test('a source without variations gets none', () => {
  expect(withImagesFrom(origin, fakeSource()).operations.variations).toBeUndefined();
});

test('those of hits are too', async () => {
  const terms: SearchTerms = { query: 'kettle', includeOutOfStock: false, sort: 'RELEVANCE' };
  expect(await searchFor(source, terms, undefined, context)).toEqual({ hits: [moved], next: '2' });
});

test('a product without a picture gets none', async () => {
  const { imageUrl: _, ...bare } = aProductOf(found, 'IN', { images: [] });
  const plain = withImagesFrom(
    origin,
    fakeSource({ lookup: () => Promise.resolve(new Map([[found, { kind: 'found', product: bare }]])) }),
  );
  expect((await lookUp(plain, [found], context)).get(found)).toEqual({ kind: 'found', product: bare });
});

import { describe, expect, test } from 'vitest';
import { marketplaceHost, type MarketplaceCode } from '../../src/product/marketplace.ts';
import { readRecorded } from '../support/recorded.ts';
import type { Reply } from '../source/associates/common/stand-in.ts';
import { expectations, hasPages, marketplaceOf, missesOf, savedPages } from '../source/scraping/accuracy.ts';
import { aReader } from './a-reader.ts';
import { asProduct, askProduct, askProducts, askSearch } from '../integration/questions.ts';
import { inNormalForm } from './replay.ts';

const notFound: Reply = {
  status: 404,
  body: '<!doctype html><html><head><title>Page Not Found</title></head><body><a href="/dogsofamazon"></a></body></html>',
};

/** Three pages of each store are enough here: all of them are read by the source's own test. */
function somePages() {
  const saved = hasPages ? savedPages() : [];
  const pages = saved.filter(
    ({ expected }, at) => saved.findIndex((one) => one.expected.asin === expected.asin) === at,
  );
  const stores = [...new Set(pages.map(({ marketplace }) => marketplace))];
  return stores.map((code) => [code, pages.filter(({ marketplace }) => marketplace === code).slice(0, 3)] as const);
}

describe.runIf(hasPages)('the gateway over saved pages of the stores (needs them beside this checkout)', () => {
  test.each(somePages())('products in %s are what a reader sees', async (marketplace, pages) => {
    await using reader = await aReader((host, { pathname }) => {
      const page = pages.find(
        ({ expected }) => pathname === `/dp/${expected.asin}` && host === marketplaceHost(marketplace),
      );
      return page === undefined ? notFound : { body: page.body() };
    });
    const asked = pages.map(({ expected }) => expected.asin);
    const results = await askProducts(reader, asked, { marketplace });
    for (const [index, page] of pages.entries()) {
      const shown = asProduct(results[index]);
      expect(missesOf(page, inNormalForm(shown))).toEqual([]);
      expect(shown.provenance.source).toBe('SCRAPING');
    }
  });

  const searches = hasPages ? Object.entries(expectations().searches) : [];
  const oneByStore = searches.filter(
    ([, { marketplace }], index) => searches.findIndex(([, other]) => other.marketplace === marketplace) === index,
  );

  test.each(oneByStore)('the search page %s shows its organic hits in their order', async (_, saved) => {
    const marketplace = marketplaceOf(saved.marketplace);
    await using reader = await aReader((host, { pathname }) =>
      pathname === '/s' && host === marketplaceHost(marketplace)
        ? { body: readRecorded(`${saved.file}.gz`) }
        : notFound,
    );
    const found = await askSearch(reader, { query: 'anything', first: 3, marketplace });
    expect(found.nodes.map(({ asin }) => asin)).toEqual(saved.first_three_organic.map(({ asin }) => asin));
    for (const [index, hit] of saved.first_three_organic.entries()) {
      const node = found.nodes[index];
      expect(node?.title?.startsWith(hit.title_starts_with)).toBe(true);
      expect(node?.price?.amount === undefined ? null : Number(node.price.amount)).toBe(
        hit.price === 0 ? null : hit.price,
      );
      expect(node?.rating).toBe(hit.rating);
    }
  });

  const blocks = hasPages ? Object.values(expectations().blocks).filter(({ kind }) => kind !== 'error_404') : [];

  test.each(blocks.map(({ file, kind }) => [kind, file] as const))(
    'a %s page (%s) is never "not found"',
    async (kind, file) => {
      const isError = kind.startsWith('error');
      await using reader = await aReader(() => ({
        status: isError ? 503 : 200,
        body: readRecorded(`${file}.gz`),
      }));
      const [result] = await askProducts(reader, ['B0CR7G9V56'], { marketplace: storeOfFile(file) });
      expect(result).toMatchObject({
        kind: 'ProductUnavailable',
        attempts: [{ code: isError ? 'SERVER' : 'BLOCKED' }],
      });
    },
  );

  test('the store’s own not-found page is a product that does not exist', async () => {
    await using reader = await aReader(() => ({
      status: 404,
      body: readRecorded('pages/co.uk/error-404-page-not-found.html.gz'),
    }));
    expect(await askProduct(reader, 'B0CR7G9V56', { marketplace: 'UK' })).toEqual({ product: null, errors: [] });
  });
});

function storeOfFile(file: string): MarketplaceCode {
  return marketplaceOf(`www.amazon.${file.split('/')[1]}`);
}

import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseAsin } from '../../../src/product/asin.ts';
import { marketplaceCodes, marketplaceHost, type MarketplaceCode } from '../../../src/product/marketplace.ts';
import type { Product } from '../../../src/product/product.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { readRecorded, readRecordedJson, recordedRoot } from '../../support/recorded.ts';
import { aMarketplace } from './page-server.ts';
import { lookUp } from '../../support/ask-source.ts';

/** One saved product page with what a reader sees on it. */
export type SavedPage = {
  readonly name: string;
  readonly marketplace: MarketplaceCode;
  readonly expected: Expected;
  readonly body: () => Buffer;
};

/** A field of one page that was read differently from what is expected. */
export type Miss = {
  readonly page: string;
  readonly field: Field;
  readonly expected: unknown;
  readonly actual: unknown;
};

export const fields = [
  'title', 'price', 'currency', 'availability', 'message', 'asin', 'listPrice', 'brand', 'rating', 'reviewCount', 'image',
] as const; // prettier-ignore
export type Field = (typeof fields)[number];

const amount = z.object({ amount: z.number(), currency: z.string() }).nullable();
const expectedShape = z.object({
  file: z.string(),
  marketplace: z.string(),
  asin: z.string(),
  asin_also_ok: z.array(z.string()).optional(),
  parent_asin: z.string().optional(),
  title: z.string().optional(),
  brand: z.string().nullable(),
  price: amount,
  list_price: amount,
  rating: z.number().nullable(),
  review_count: z.number().nullable(),
  availability_text: z.string().nullable(),
  in_stock: z.boolean().nullable(),
  main_image_id: z.string().nullish(),
});
const hitShape = z.object({
  asin: z.string(),
  title_starts_with: z.string(),
  price: z.number().nullable(),
  rating: z.number().nullable(),
  /** The count as it is shown, or as a number. */
  reviews_shown: z.string().nullish(),
  reviews: z.number().optional(),
});
const searchShape = z.object({
  file: z.string(),
  marketplace: z.string(),
  organic: z.number().optional(),
  first_three_organic: z.array(hitShape),
});
const otherShape = z.object({ file: z.string(), kind: z.string(), status: z.number().optional() });
const expectationsShape = z.object({
  products: z.record(z.string(), expectedShape),
  searches: z.record(z.string(), searchShape),
  blocks: z.record(z.string(), otherShape),
  others: z.record(z.string(), otherShape),
});

type Expected = z.infer<typeof expectedShape>;
type Expectations = z.infer<typeof expectationsShape>;

/** The folders of saved pages that lie beside this checkout. */
const folders = ['pages', 'pages-2'].filter((folder) => existsSync(new URL(`${folder}/EXPECTED.json`, recordedRoot)));

/** Whether saved pages lie beside this checkout. */
export const hasPages = folders.length > 0;

/** The saved product pages. */
export function savedPages(): readonly SavedPage[] {
  const { products } = expectations();
  return Object.entries(products).map(([name, expected]) => ({
    name,
    marketplace: marketplaceOf(expected.marketplace),
    expected,
    body: () => readRecorded(`${expected.file}.gz`),
  }));
}

/** What a reader sees on every saved page; `file` includes the folder, e.g. `pages/in/search-shampoo.html`. */
export function expectations(): Expectations {
  const read = folders.map((folder) => {
    const { products, searches, blocks, others } = expectationsShape.parse(readRecordedJson(`${folder}/EXPECTED.json`));
    return {
      products: inFolder(products, folder),
      searches: inFolder(searches, folder),
      blocks: inFolder(blocks, folder),
      others: inFolder(others, folder),
    };
  });
  return {
    products: Object.assign({}, ...read.map(({ products }) => products)),
    searches: Object.assign({}, ...read.map(({ searches }) => searches)),
    blocks: Object.assign({}, ...read.map(({ blocks }) => blocks)),
    others: Object.assign({}, ...read.map(({ others }) => others)),
  };
}

function inFolder<T extends { readonly file: string }>(
  pages: Readonly<Record<string, T>>,
  folder: string,
): Record<string, T> {
  const named = Object.entries(pages).map(
    ([name, page]) => [name, { ...page, file: `${folder}/${page.file}` }] as const,
  );
  return Object.fromEntries(named);
}

/** The marketplace with this host, e.g. `www.amazon.in`. */
export function marketplaceOf(host: string): MarketplaceCode {
  const code = marketplaceCodes.find((candidate) => marketplaceHost(candidate) === host);
  if (code === undefined) throw new Error(`no marketplace at ${host}`);
  return code;
}

/**
 * Reads a saved page through the whole source, as it would come from the marketplace. A page that was requested by the
 * ASIN of a parent is read as the page of the child that it shows: about the parent it has no price.
 */
export async function readSaved(page: SavedPage, body = page.body()): Promise<Product> {
  const asin = parseAsin(page.expected.asin_also_ok?.[0] ?? page.expected.asin);
  if (asin === undefined) throw new Error(`${page.name} expects no ASIN`);
  const { source } = aMarketplace(() => ({ body }));
  const context = { marketplace: page.marketplace, signal: new AbortController().signal, budgetMs: 8_000 };
  const finding = (await lookUp(source, [asin], context)).get(asin);
  if (finding?.kind === 'found') return finding.product;
  throw finding?.kind === 'failed' ? finding.error : new SourceError('MALFORMED', `${page.name} was not found`);
}

/** The fields of `product` that differ from what a reader sees. */
export function missesOf(page: SavedPage, product: Product): readonly Miss[] {
  const { expected } = page;
  const pairs: Readonly<Record<Field, readonly [unknown, unknown]>> = {
    title: [expected.title ?? product.title, product.title],
    price: [expected.price?.amount, numeric(product.price?.amount)],
    currency: [expected.price?.currency, product.price?.currency],
    availability: [expected.in_stock ?? undefined, inStock(product)],
    message: [expected.availability_text ?? undefined, product.availabilityMessage],
    asin: [[expected.asin, ...(expected.asin_also_ok ?? [])].includes(product.asin), true],
    listPrice: [expected.list_price?.amount, numeric(product.listPrice?.amount)],
    brand: [expected.brand?.toLowerCase(), expected.brand === null ? undefined : product.brand?.toLowerCase()],
    rating: [expected.rating ?? undefined, product.rating],
    reviewCount: [expected.review_count ?? undefined, product.reviewCount],
    image: [expectedImage(expected, product), imageId(product.imageUrl)],
  };
  return fields
    .filter((field) => pairs[field][0] !== pairs[field][1])
    .map((field) => ({ page: page.name, field, expected: pairs[field][0], actual: pairs[field][1] }));
}

function numeric(amount: string | undefined): number | undefined {
  return amount === undefined ? undefined : Number(amount);
}

/** A page that sells nothing visibly is neither in stock nor sold out. */
function inStock({ availability }: Product): boolean | undefined {
  return availability === 'UNKNOWN' ? undefined : availability !== 'OUT_OF_STOCK';
}

/** Some expectations do not name the image. */
function expectedImage({ main_image_id: expected }: Expected, { imageUrl }: Product): string | undefined {
  return expected === undefined ? imageId(imageUrl) : (expected ?? undefined);
}

function imageId(url: string | undefined): string | undefined {
  return /\/I\/([^./%]+)/.exec(url ?? '')?.[1];
}

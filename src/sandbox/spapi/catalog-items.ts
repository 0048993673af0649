import { browseNodeId } from '../browse-node.ts';
import { findSandboxProduct, sandboxProducts } from '../catalogue.ts';
import { invalidInput, spapiError } from './errors.ts';
import { dataSets } from './item-data.ts';
import { Refusal } from '../reply.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { marketplaceFor, productFor } from '../preferences.ts';
import { type SandboxMarketplace, marketplaceBySpApiId } from '../sandbox-marketplace.ts';
import { searchProducts } from '../search.ts';

const mostIdentifiers = 20;
const reachable = 1000;

/** `searchCatalogItems` 2022-04-01: by up to twenty ASINs, or by keywords with page tokens. Throws Refusal. */
export function catalogItems(query: URLSearchParams): object {
  const marketplace = readMarketplace(query);
  const wanted = readWanted(query, marketplace);
  const pageSize = Number(query.get('pageSize') ?? 10);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 20) throw invalidInput("Invalid 'pageSize' provided.");
  const all = found(query, marketplace);
  const start = readPageToken(query.get('pageToken'));
  const page = all.slice(start, start + pageSize);
  const next = start + pageSize;
  return {
    numberOfResults: all.length,
    ...((next < all.length || start > 0) && {
      pagination: {
        ...(next < all.length && { nextToken: pageToken(next) }),
        ...(start > 0 && { previousToken: pageToken(Math.max(0, start - pageSize)) }),
      },
    }),
    ...(query.get('keywords') !== null && { refinements: refinementsOf(all) }),
    items: page.map((product) => itemOf(product, marketplace, wanted)),
  };
}

/** `getCatalogItem` 2022-04-01. Throws Refusal. */
export function catalogItem(asin: string, query: URLSearchParams): object {
  const marketplace = readMarketplace(query);
  const wanted = readWanted(query, marketplace);
  const product = findSandboxProduct(marketplace.code, asin);
  if (product === undefined) {
    const message = `Requested item '${asin}' not found in marketplace(s) ${marketplace.spApiId}.`;
    throw new Refusal({ ...spapiError(404, 'NOT_FOUND', message), foundNothing: true });
  }
  return itemOf(product, marketplace, wanted);
}

/** The facets of a keyword search. */
function refinementsOf(hits: readonly SandboxProduct[]): object {
  const brands = [...Map.groupBy(hits, ({ brand }) => brand)];
  const nouns = [...Map.groupBy(hits, ({ noun }) => noun)];
  return {
    brands: brands.map(([brandName, those]) => ({ numberOfResults: those.length, brandName })),
    classifications: nouns.map(([displayName, those]) => ({
      numberOfResults: those.length,
      displayName,
      classificationId: browseNodeId(displayName),
    })),
  };
}

/** What a request wants of an item. */
type Wanted = { readonly sets: readonly string[]; readonly language: string | undefined };

function readWanted(query: URLSearchParams, { languages }: SandboxMarketplace): Wanted {
  const language = query.get('locale') ?? undefined;
  if (language !== undefined && !languages.includes(language)) throw invalidInput("Invalid 'locale' provided.");
  return { sets: readDataSets(query), language };
}

function readDataSets(query: URLSearchParams): readonly string[] {
  const sets = (query.get('includedData') ?? 'summaries').split(',');
  const unknown = sets.find((name) => !Object.hasOwn(dataSets, name));
  if (unknown !== undefined) throw invalidInput(`Invalid 'includedData' provided: ${unknown}.`);
  return sets;
}

function itemOf(listed: SandboxProduct, asked: SandboxMarketplace, { sets, language }: Wanted): object {
  const product = productFor(listed, asked, { language });
  const marketplace = marketplaceFor(asked, { language });
  return Object.fromEntries([
    ['asin', product.asin],
    ...sets.map((name) => [name, dataSets[name]?.(product, marketplace)] as const),
  ]);
}

function found(query: URLSearchParams, marketplace: SandboxMarketplace): readonly SandboxProduct[] {
  const identifiers = query.get('identifiers');
  const keywords = query.get('keywords');
  if (identifiers === null) {
    if (keywords === null) throw invalidInput("One of 'keywords' or 'identifiers' must be provided.");
    const words = keywords.replaceAll(',', ' ');
    const brands = listOf(query.get('brandNames'));
    const nodes = listOf(query.get('classificationIds'));
    return searchProducts(marketplace.code, { words, includeOutOfStock: true, order: 'Relevance' })
      .filter(({ brand }) => brands.length === 0 || brands.includes(brand.toLowerCase()))
      .filter(
        ({ noun, category }) =>
          nodes.length === 0 || nodes.includes(browseNodeId(noun)) || nodes.includes(browseNodeId(category)),
      )
      .slice(0, reachable);
  }
  if (keywords !== null) throw invalidInput("'identifiers' cannot be used with 'keywords'.");
  const ids = [...new Set(identifiers.split(','))];
  if (ids.length > mostIdentifiers) throw invalidInput("Too many 'identifiers' provided.");
  const type = query.get('identifiersType') ?? '';
  if (numberTypes.has(type)) return numbered(ids, marketplace);
  if (type !== 'ASIN') throw invalidInput("Invalid 'identifiersType' provided.");
  if (ids.some((asin) => !/^(\d{9}[\dX]|[A-Z][A-Z0-9]{9})$/.test(asin))) throw invalidInput("Invalid 'asin' provided.");
  return ids
    .map((asin) => findSandboxProduct(marketplace.code, asin))
    .filter((product) => product !== undefined)
    .toSorted((a, b) => a.salesRank - b.salesRank);
}

/** As at Amazon, the type does not matter: the index holds all numbers as GTIN-14. */
const numberTypes: ReadonlySet<string> = new Set(['EAN', 'GTIN', 'ISBN', 'JAN', 'UPC']);

function numbered(ids: readonly string[], { code }: SandboxMarketplace): readonly SandboxProduct[] {
  if (ids.some((id) => !/^(?:\d{8,14}|\d{9}X)$/.test(id))) throw invalidInput("Invalid 'identifiers' provided.");
  const wanted = new Set(ids.map((id) => id.padStart(14, '0')));
  return sandboxProducts(code).filter(({ state, facts: { ean, isbn10 = '' } }) => {
    return state !== 'PARENT' && (wanted.has(`0${ean}`) || wanted.has(isbn10.padStart(14, '0')));
  });
}

function listOf(text: string | null): readonly string[] {
  return (text ?? '').toLowerCase().split(',').filter(Boolean);
}

function readMarketplace(query: URLSearchParams): SandboxMarketplace {
  const marketplace = marketplaceBySpApiId(query.get('marketplaceIds') ?? '');
  if (marketplace === undefined) throw invalidInput("Invalid 'marketplaceIds' provided.");
  return marketplace;
}

function pageToken(start: number): string {
  return Buffer.from(`sandbox page from ${start}`).toString('base64url');
}

function readPageToken(token: string | null): number {
  if (token === null) return 0;
  const start = /^sandbox page from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (start === undefined) throw invalidInput("Invalid 'pageToken' provided.");
  return Number(start);
}

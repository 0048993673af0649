import { browseNodeId } from '../browse-node.ts';
import { findSandboxProduct } from '../catalogue.ts';
import { invalidInput, spapiError } from './errors.ts';
import { Refusal } from '../reply.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { type SandboxMarketplace, marketplaceBySpApiId } from '../sandbox-marketplace.ts';
import { searchProducts } from '../search.ts';

/** The data sets of a catalogue item; summaries only by default. */
const dataSets: Readonly<Record<string, (product: SandboxProduct, marketplace: SandboxMarketplace) => unknown>> = {
  attributes,
  classifications: (product, marketplace) => [
    { marketplaceId: marketplace.spApiId, classifications: classification(product) },
  ],
  dimensions: (_product, marketplace) => [{ marketplaceId: marketplace.spApiId }],
  identifiers: (_product, marketplace) => [{ marketplaceId: marketplace.spApiId, identifiers: [] }],
  images: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, images: images(product) }],
  productTypes: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, productType: typeOf(product) }],
  relationships: (product, marketplace) => [
    { marketplaceId: marketplace.spApiId, relationships: relationships(product) },
  ],
  salesRanks: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, ...ranks(product) }],
  summaries: (product, marketplace) => [summary(product, marketplace)],
};

const mostAsins = 20;
const reachable = 1000;

/** `searchCatalogItems` 2022-04-01: by up to twenty ASINs, or by keywords with page tokens. Throws Refusal. */
export function catalogItems(query: URLSearchParams): object {
  const marketplace = readMarketplace(query);
  const sets = readDataSets(query);
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
    items: page.map((product) => itemOf(product, marketplace, sets)),
  };
}

/** `getCatalogItem` 2022-04-01. Throws Refusal. */
export function catalogItem(asin: string, query: URLSearchParams): object {
  const marketplace = readMarketplace(query);
  const sets = readDataSets(query);
  const product = findSandboxProduct(marketplace.code, asin);
  if (product === undefined) {
    const message = `Requested item '${asin}' not found in marketplace(s) ${marketplace.spApiId}.`;
    throw new Refusal({ ...spapiError(404, 'NOT_FOUND', message), foundNothing: true });
  }
  return itemOf(product, marketplace, sets);
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

function readDataSets(query: URLSearchParams): readonly string[] {
  const sets = (query.get('includedData') ?? 'summaries').split(',');
  const unknown = sets.find((name) => !Object.hasOwn(dataSets, name));
  if (unknown !== undefined) throw invalidInput(`Invalid 'includedData' provided: ${unknown}.`);
  return sets;
}

function itemOf(product: SandboxProduct, marketplace: SandboxMarketplace, sets: readonly string[]): object {
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
  if (query.get('identifiersType') !== 'ASIN') throw invalidInput("Invalid 'identifiersType' provided.");
  const asins = [...new Set(identifiers.split(','))];
  if (asins.length > mostAsins) throw invalidInput("Too many 'identifiers' provided.");
  if (asins.some((asin) => !/^(\d{9}[\dX]|[A-Z][A-Z0-9]{9})$/.test(asin)))
    throw invalidInput("Invalid 'asin' provided.");
  return asins
    .map((asin) => findSandboxProduct(marketplace.code, asin))
    .filter((product) => product !== undefined)
    .toSorted((a, b) => a.salesRank - b.salesRank);
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

function summary(product: SandboxProduct, marketplace: SandboxMarketplace): object {
  return {
    marketplaceId: marketplace.spApiId,
    adultProduct: false,
    brand: product.brand,
    browseClassification: { displayName: product.noun, classificationId: browseNodeId(product.noun) },
    ...(product.colour !== '' && { color: product.colour }),
    itemClassification: product.state === 'PARENT' ? 'VARIATION_PARENT' : 'BASE_PRODUCT',
    itemName: product.title,
    manufacturer: product.brand,
    releaseDate: product.releasedOn,
    websiteDisplayGroup: displayGroup(product),
    websiteDisplayGroupName: product.department,
  };
}

/** Sellers who know no list price enter 0. */
function attributes(product: SandboxProduct, marketplace: SandboxMarketplace): object {
  const entry = (value: unknown) => ({ language_tag: marketplace.locale, value, marketplace_id: marketplace.spApiId });
  return {
    item_name: [entry(product.title)],
    brand: [entry(product.brand)],
    bullet_point: product.features.map(entry),
    ...(product.colour !== '' && { color: [entry(product.colour)] }),
    list_price: [
      {
        currency: marketplace.currency,
        value: Number(product.listPrice?.amount ?? 0),
        marketplace_id: marketplace.spApiId,
      },
    ],
  };
}

function images({ imageIds }: SandboxProduct): readonly object[] {
  return imageIds.flatMap((id, at) =>
    [1500, 500, 75].map((size) => ({
      variant: at === 0 ? 'MAIN' : `PT0${at}`,
      link: `https://m.media-amazon.com/images/I/${id}${size === 1500 ? '' : `._SL${size}_`}.jpg`,
      height: size,
      width: size,
    })),
  );
}

function relationships({ parentAsin, childAsins }: SandboxProduct): readonly object[] {
  const variationTheme = { attributes: ['color'], theme: 'COLOR' };
  if (parentAsin !== undefined) return [{ type: 'VARIATION', parentAsins: [parentAsin], variationTheme }];
  return childAsins.length > 0 ? [{ type: 'VARIATION', childAsins, variationTheme }] : [];
}

function classification({ noun, department, category }: SandboxProduct): readonly object[] {
  const parent = { displayName: department, classificationId: browseNodeId(category) };
  return [{ displayName: noun, classificationId: browseNodeId(noun), parent }];
}

function ranks(product: SandboxProduct): object {
  const { noun, department, salesRank } = product;
  return {
    classificationRanks: [{ classificationId: browseNodeId(noun), title: noun, rank: Math.ceil(salesRank / 40) }],
    displayGroupRanks: [{ websiteDisplayGroup: displayGroup(product), title: department, rank: salesRank }],
  };
}

function displayGroup({ category }: SandboxProduct): string {
  return `${category.toLowerCase()}_display_on_website`;
}

function typeOf({ noun }: SandboxProduct): string {
  return noun.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

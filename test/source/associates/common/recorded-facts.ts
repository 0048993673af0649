import { expect } from 'vitest';
import type { Offer } from '../../../../src/product/offer.ts';
import type { Product } from '../../../../src/product/product.ts';

/** Recorded JSON with its keys in lower case, read without the code under test. */
type Said = { readonly [key: string]: unknown };

/** Holds identifiers, contributors, details, variation attributes and categories to the recorded item. */
export function checkFacts(product: Product, item: unknown): void {
  const info = at(item, 'iteminfo');
  checkIdentifiers(product, info);
  const contributors = list(at(info, 'bylineinfo', 'contributors')).filter((one) => at(one, 'name') !== '');
  expect(product.contributors ?? []).toEqual(contributors.map((one) => pick(one, 'name', 'role')));
  expect(product.variationAttributes ?? []).toEqual(
    list(at(item, 'variationattributes')).map((one) => pick(one, 'name', 'value')),
  );
  checkDetails(product, info);
  checkNodes(product, list(at(item, 'browsenodeinfo', 'browsenodes')));
}

/** Holds every offer to a recorded listing, and the product's own to the first offer. */
export function checkOffers(product: Product, item: unknown): void {
  const listings = [list(at(item, 'offersv2', 'listings')), list(at(item, 'offers', 'listings'))].find(
    (some) => some.length > 0,
  );
  const offers = product.offers ?? [];
  expect(offers).toHaveLength(listings?.length ?? 0);
  for (const offer of offers) expect(listings?.some((listing) => isOf(offer, listing))).toBe(true);
  const [listing] = listings ?? [];
  if (listings?.length !== 1 || product.price === undefined) return;
  expect(offers[0]?.price).toEqual(product.price);
  const type = at(listing, 'price', 'savingbasis', 'savingbasistype');
  if (product.listPrice === undefined) expect(product.listPriceKind).toBeUndefined();
  else expect(product.listPriceKind).toBe(type === undefined || type === '...' ? 'UNKNOWN' : type);
  const perUnit = at(listing, 'price', 'priceperunit');
  expect(Number(product.unitPrice?.price.amount ?? NaN)).toBe(Number(at(perUnit, 'amount') ?? perUnit ?? NaN));
  const unit = product.unitPrice?.unit;
  if (unit !== undefined) expect(JSON.stringify(listing)).toContain(`/ ${unit}`);
  checkDeal(product, at(listing, 'dealdetails'));
}

function checkIdentifiers({ identifiers }: Product, info: unknown): void {
  const numbers = (name: string) => list(at(info, 'externalids', name, 'displayvalues'));
  // Every recorded number has the right check digit.
  expect(identifiers?.eans ?? []).toEqual(numbers('eans'));
  expect(identifiers?.upcs ?? []).toEqual(numbers('upcs'));
  expect(identifiers?.isbns ?? []).toEqual(numbers('isbns'));
  expect(identifiers?.model).toBe(at(info, 'manufactureinfo', 'model', 'displayvalue'));
  expect(identifiers?.partNumber).toBe(at(info, 'manufactureinfo', 'itempartnumber', 'displayvalue'));
}

function checkDetails({ details = {}, textLanguage }: Product, info: unknown): void {
  const shown = (...path: readonly string[]) => at(info, ...path, 'displayvalue');
  const day = (value: unknown) => (typeof value === 'string' ? value.replace(/T.*$/, '') : undefined);
  const { binding, manufacturer, edition, pages, color, size, unitCount, isAdult } = details;
  expect({ binding, manufacturer, edition, pages, color, size, unitCount, isAdult }).toEqual({
    binding: shown('classifications', 'binding'),
    manufacturer: shown('bylineinfo', 'manufacturer'),
    edition: shown('contentinfo', 'edition'),
    pages: shown('contentinfo', 'pagescount'),
    color: shown('productinfo', 'color'),
    size: shown('productinfo', 'size'),
    unitCount: shown('productinfo', 'unitcount'),
    isAdult: shown('productinfo', 'isadultproduct'),
  });
  const isBook = list(at(info, 'externalids', 'isbns', 'displayvalues')).length > 0;
  expect(details.publisher).toBe(isBook ? manufacturer : undefined);
  expect(details.releaseDate).toBe(day(shown('productinfo', 'releasedate')));
  expect(details.publicationDate).toBe(day(shown('contentinfo', 'publicationdate')));
  expect(textLanguage).toBe(at(info, 'title', 'locale'));
  const spoken = list(at(info, 'contentinfo', 'languages', 'displayvalues')).filter(
    (language) => at(language, 'type') !== 'Original Language',
  );
  expect(details.languages ?? []).toEqual([...new Set(spoken.map((language) => at(language, 'displayvalue')))]);
  for (const side of ['height', 'length', 'width', 'weight'] as const) {
    const said = at(info, 'productinfo', 'itemdimensions', side);
    const measure = { value: at(said, 'displayvalue'), unit: at(said, 'unit') };
    expect(details.dimensions?.[side]).toEqual(said === undefined ? undefined : measure);
  }
  const text = JSON.stringify(info ?? '');
  for (const { name, value } of details.specifications ?? []) {
    expect(text).toContain(JSON.stringify(name));
    expect(text).toContain(JSON.stringify(value));
  }
}

/** Each category is a recorded node, with its own rank and ancestors; a node with a name for people is not left out. */
function checkNodes({ browseNodes = [] }: Product, nodes: readonly unknown[]): void {
  for (const node of browseNodes) {
    const said = nodes.find((one) => at(one, 'id') === node.id);
    expect([at(said, 'contextfreename'), at(said, 'displayname')]).toContain(node.name);
    expect(node.salesRank).toBe(at(said, 'salesrank'));
    let above = at(said, 'ancestor');
    for (const ancestor of node.ancestors ?? []) {
      while (above !== undefined && at(above, 'id') !== ancestor.id) above = at(above, 'ancestor');
      expect([at(above, 'contextfreename'), at(above, 'displayname')]).toContain(ancestor.name);
    }
  }
  const left = nodes.filter((one) => !browseNodes.some(({ id }) => id === at(one, 'id')));
  const isInternal = /[0-9a-f]{8}-|merchandising|arborist|campaign|_|"displayname":"[\d ]+"/i;
  expect(left.filter((one) => !isInternal.test(JSON.stringify(one)))).toEqual([]);
}

function checkDeal({ deal }: Product, details: unknown): void {
  const time = (name: string) => {
    const ms = Date.parse(String(at(details, name)));
    return Number.isNaN(ms) ? undefined : ms;
  };
  expect(deal?.startsAt).toBe(time('starttime'));
  expect(deal?.endsAt).toBe(time('endtime'));
  const claimed = at(details, 'percentclaimed');
  expect(deal?.percentClaimed).toBe(claimed === undefined ? undefined : Number(claimed));
  const badge = at(details, 'badge');
  expect(deal?.badge).toBe(badge === 'Ends in ' || badge === '...' ? undefined : badge);
}

function isOf(offer: Offer, listing: unknown): boolean {
  const money = at(listing, 'price', 'money') ?? at(listing, 'price');
  const subCondition = at(listing, 'condition', 'subcondition', 'value') ?? at(listing, 'condition', 'subcondition');
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [
      offer.price && Number(offer.price.amount),
      offer.availability === 'OUT_OF_STOCK' ? undefined : at(money, 'amount'),
    ],
    [offer.condition, at(listing, 'condition', 'value')],
    [offer.subCondition, subCondition === 'Unknown' ? undefined : subCondition],
    [offer.seller?.id, at(listing, 'merchantinfo', 'id')],
    [offer.seller?.name, at(listing, 'merchantinfo', 'name')],
    [offer.isBuyBoxWinner, at(listing, 'isbuyboxwinner')],
    [offer.isFulfilledByAmazon, at(listing, 'deliveryinfo', 'isamazonfulfilled')],
    [offer.minOrderQuantity, at(listing, 'availability', 'minorderquantity')],
    [offer.maxOrderQuantity, at(listing, 'availability', 'maxorderquantity')],
  ];
  return pairs.every(([ours, theirs]) => ours === theirs);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) here = isSaid(here) ? here[key] : undefined;
  return here;
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pick(value: unknown, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, at(value, name)]));
}

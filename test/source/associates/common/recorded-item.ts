import { expect } from 'vitest';
import { currencyExponent, moneyFromNumber } from '../../../../src/product/money.ts';
import type { Product } from '../../../../src/product/product.ts';
import { checkFacts, checkOffers } from './recorded-facts.ts';

type Shown = { readonly displayvalue: string };
type SaidMoney = { readonly amount?: number; readonly currency?: string; readonly displayamount?: string };
type SaidSize = { readonly url?: string };

/** A recorded item with its keys in lower case, read without the code under test. */
type Said = {
  readonly asin: string;
  readonly detailpageurl?: string;
  readonly parentasin?: string;
  readonly iteminfo?: {
    readonly title?: Shown;
    readonly bylineinfo?: { readonly brand?: Shown; readonly manufacturer?: Shown };
    readonly features?: { readonly displayvalues: readonly string[] };
  };
  readonly images?: { readonly primary?: { readonly [size in 'large' | 'medium' | 'small']?: SaidSize } };
  readonly browsenodeinfo?: { readonly browsenodes?: readonly SaidNode[]; readonly websitesalesrank?: SaidNode };
  readonly offersv2?: { readonly listings?: readonly SaidListing[] };
  readonly offers?: { readonly listings?: readonly SaidListing[] };
};

type SaidNode = { readonly contextfreename?: string; readonly displayname?: string; readonly salesrank?: number };

type SaidListing = {
  readonly price?: SaidMoney & {
    readonly money?: SaidMoney;
    readonly savingbasis?: { readonly money: SaidMoney };
    readonly savings?: { readonly percentage?: number };
  };
  readonly savingbasis?: SaidMoney;
  readonly condition?: { readonly value?: string };
  readonly availability?: { readonly type?: string; readonly message?: string };
  readonly merchantinfo?: { readonly name?: string };
  readonly violatesmap?: boolean;
};

/** The number in a display text, as a decimal: "R$ 1.588,90" → "1588.90", "￥3,490" → "3490". */
function displayed(text: string, currency: string): string {
  const digits =
    /\d[\d.,]*/.exec(text.replaceAll(/(?<=\d)[\s\u00a0\u202f](?=\d{3})/g, ''))?.[0].replace(/[.,]+$/, '') ?? '';
  const exponent = currencyExponent(currency);
  const fraction = exponent > 0 ? (new RegExp(`[.,](\\d{${exponent}})$`).exec(digits)?.[1] ?? '') : '';
  const whole = (fraction === '' ? digits : digits.slice(0, -exponent - 1)).replaceAll(/[.,]/g, '');
  return exponent === 0 ? whole : `${whole}.${fraction.padEnd(exponent, '0')}`;
}

/** Holds every amount anywhere in an answer to its own display text, and returns how many there were. */
export function checkAmounts(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0;
  const fields = new Map<string, unknown>(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value]));
  const [amount, currency, display] = ['amount', 'currency', 'displayamount'].map((key) => fields.get(key));
  let checked = 0;
  if (typeof currency === 'string' && typeof display === 'string') {
    expect(moneyFromNumber(amount, currency, display)?.amount).toBe(displayed(display, currency));
    checked = 1;
  }
  for (const value of fields.values()) checked += checkAmounts(value);
  return checked;
}

/** Holds all fields of a product to what its recorded item says, in either API's spelling. */
export function checkWholeProduct(product: Product, item: unknown): void {
  checkProduct(product, item);
  checkFacts(product, lowerKeys(item));
  checkOffers(product, lowerKeys(item));
}

/** Holds the older fields of a product to what its recorded item says, in either API's spelling. */
export function checkProduct(product: Product, item: unknown): void {
  const said = lowerKeys(item);
  expect(product.asin).toBe(said.asin);
  if (said.detailpageurl !== undefined) expect(product.productUrl).toBe(said.detailpageurl);
  const info = said.iteminfo;
  expect(product.title).toBe(info?.title?.displayvalue.trim());
  expect(product.brand).toBe((info?.bylineinfo?.brand ?? info?.bylineinfo?.manufacturer)?.displayvalue);
  expect(product.features).toEqual((info?.features?.displayvalues ?? []).map((line) => line.trim()));
  expect(product.parentAsin).toBe(said.parentasin);
  const primary = said.images?.primary;
  const largest = primary?.large ?? primary?.medium ?? primary?.small;
  if (largest?.url?.startsWith('https:')) expect(product.imageUrl).toBe(largest.url);
  checkCategory(product, said.browsenodeinfo);
  checkOffer(product, said);
}

/** The rank stands beside the name of the node that it is of; where nothing is ranked there is none. */
function checkCategory({ category, salesRank }: Product, said: Said['browsenodeinfo']): void {
  const all = [...(said?.browsenodes ?? []), ...(said?.websitesalesrank === undefined ? [] : [said.websitesalesrank])];
  const pairs = all.flatMap((node) =>
    [node.contextfreename, node.displayname].map((name) => [name, node.salesrank] as const),
  );
  const ranked = pairs.filter(([, rank]) => rank !== undefined);
  if (all.length === 0) expect({ category, salesRank }).toEqual({ category: undefined, salesRank: undefined });
  else expect(ranked.length === 0 ? pairs : ranked).toContainEqual([category, salesRank]);
}

/** Every recorded item has one listing at most. */
function checkOffer(product: Product, said: Said): void {
  const listings = said.offersv2?.listings ?? said.offers?.listings;
  const listing = listings?.[0];
  if (listing === undefined) {
    expect(product).toMatchObject({ priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' });
    return;
  }
  expect(listings).toHaveLength(1);
  const money = listing.price?.money ?? listing.price;
  const outOfStock = listing.availability?.type === 'OUT_OF_STOCK';
  if (listing.condition?.value === 'Used') expect(product.priceStatus).toBe('NO_FEATURED_OFFER');
  else if (outOfStock) expect(product.priceStatus).toBe('OUT_OF_STOCK');
  else if (money === undefined) expect(product.priceStatus).toBe(listing.violatesmap ? 'HIDDEN' : 'NOT_PROVIDED');
  if (money === undefined || outOfStock || listing.condition?.value === 'Used') {
    expect(product.price).toBeUndefined();
    return;
  }
  expect(product.priceStatus).toBe('AVAILABLE');
  expect(product.price?.currency).toBe(money.currency);
  expect(Number(product.price?.amount)).toBe(money.amount);
  expect(product.price?.formatted).toBe(money.displayamount);
  const basis = listing.savingbasis ?? listing.price?.savingbasis?.money;
  if (basis !== undefined) expect(Number(product.listPrice?.amount)).toBe(basis.amount);
  const percentage = listing.price?.savings?.percentage;
  if (basis !== undefined && percentage !== undefined) expect(product.savingsPercent).toBe(percentage);
  expect(product.seller).toBe(listing.merchantinfo?.name);
  expect(product.availabilityMessage).toBe(listing.availability?.message);
}

function lowerKeys(value: unknown): Said {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (inner === null) return undefined;
    if (typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, entry]) => [key.toLowerCase(), entry]));
  });
}

import { browseNodeId } from '../browse-node.ts';
import { findSandboxProduct } from '../catalogue.ts';
import { invalidInput, spapiError } from './errors.ts';
import { offerPrices, sellerOffer, type SellerOffer } from './offer.ts';
import { Refusal } from '../reply.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { type SandboxMarketplace, marketplaceBySpApiId } from '../sandbox-marketplace.ts';

/** `getCompetitivePricing` v0 for up to twenty ASINs. Throws Refusal. */
export function competitivePricing(query: URLSearchParams): object {
  const marketplace = marketplaceBySpApiId(query.get('MarketplaceId') ?? '');
  if (marketplace === undefined)
    throw invalidInput('Requested MarketplaceId is invalid, unsupported, or does not exist.');
  if (query.get('ItemType') !== 'Asin') {
    throw new Refusal(spapiError(404, 'NotFound', 'The requested resource does not exist.'));
  }
  const asins = (query.get('Asins') ?? '').split(',').filter(Boolean);
  if (asins.length < 1 || asins.length > 20) throw invalidInput('Asins must hold between 1 and 20 entries.');
  const malformed = asins.find((asin) => !/^[A-Z0-9]{10}$/.test(asin));
  if (malformed !== undefined)
    throw invalidInput(`${malformed} is an invalid ASIN for marketplace ${marketplace.spApiId}`);
  return { payload: [...new Set(asins)].toReversed().map((asin) => entryOf(asin, marketplace)) };
}

/**
 * Whether the API answers "Success" without any price, as it does for about one ASIN in twelve although offers
 * exist. They are the same in every run.
 */
export function withholdsPricing(asin: string): boolean {
  return Number(browseNodeId(asin)) % 12 === 0;
}

function entryOf(asin: string, marketplace: SandboxMarketplace): object {
  const product = findSandboxProduct(marketplace.code, asin);
  if (product === undefined) return { status: 'ClientError', ASIN: asin };
  const identifiers = { MarketplaceASIN: { MarketplaceId: marketplace.spApiId, ASIN: asin } };
  if (withholdsPricing(asin)) return { status: 'Success', ASIN: asin, Product: { Identifiers: identifiers } };
  return {
    status: 'Success',
    ASIN: asin,
    Product: {
      Identifiers: identifiers,
      CompetitivePricing: pricingOf(sellerOffer(product)),
      SalesRankings: rankings(product),
    },
  };
}

function pricingOf({ featured, used, newCount, usedCount }: SellerOffer): object {
  const price = (id: string, condition: string, subcondition: string, prices: object) => ({
    CompetitivePriceId: id,
    belongsToRequester: false,
    condition,
    subcondition,
    Price: prices,
  });
  const counts = [
    { condition: 'New', Count: newCount },
    { condition: 'Used', Count: usedCount },
  ].filter(({ Count }) => Count > 0);
  return {
    CompetitivePrices: [
      ...(featured === undefined ? [] : [price('1', 'New', 'New', offerPrices(featured))]),
      ...(used === undefined ? [] : [price('2', 'Used', 'VeryGood', offerPrices(used))]),
    ],
    NumberOfOfferListings: counts.length === 0 ? [] : [...counts, { condition: 'Any', Count: newCount + usedCount }],
  };
}

function rankings({ category, noun, salesRank }: SandboxProduct): readonly object[] {
  return [
    { ProductCategoryId: `${category.toLowerCase()}_display_on_website`, Rank: salesRank },
    { ProductCategoryId: browseNodeId(noun), Rank: Math.ceil(salesRank / 40) },
  ];
}

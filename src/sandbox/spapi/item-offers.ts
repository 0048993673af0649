import { randomUUID } from 'node:crypto';
import { findSandboxProduct } from '../catalogue.ts';
import { invalidInput } from './errors.ts';
import { isRecord, type JsonRecord, textField } from '../json.ts';
import { offerPrices, sellerMoney, sellerOffer, type SellerOffer } from './offer.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { type SandboxMarketplace, marketplaceBySpApiId } from '../sandbox-marketplace.ts';

type OfferRequest = { readonly asin: string; readonly marketplace: SandboxMarketplace };

/** `getItemOffersBatch` v0 for up to twenty offers of new items. Throws Refusal. */
export function itemOffersBatch(body: JsonRecord): object {
  const requests: unknown = body['requests'];
  if (!Array.isArray(requests) || requests.length < 1 || requests.length > 20) {
    throw invalidInput('The batch must hold between 1 and 20 requests.');
  }
  const read = requests.map(readRequest);
  if (new Set(read.map(({ asin, marketplace }) => `${asin} ${marketplace.code}`)).size < read.length) {
    throw invalidInput('Duplicate requests submitted. Cannot run batch request.');
  }
  return { responses: read.toReversed().map(responseTo) };
}

/** Since April 2026 the parameters must be at the top level of an entry. */
function readRequest(entry: unknown): OfferRequest {
  const record = isRecord(entry) ? entry : {};
  const marketplace = marketplaceBySpApiId(textField(record, 'MarketplaceId') ?? '');
  if (marketplace === undefined)
    throw invalidInput('Requested MarketplaceId is invalid, unsupported, or does not exist.');
  const asin = /^\/products\/pricing\/v0\/items\/([^/?]+)\/offers$/.exec(textField(record, 'uri') ?? '')?.[1];
  if (asin === undefined || record['method'] !== 'GET')
    throw invalidInput('The uri or method of a request is invalid.');
  if (record['ItemCondition'] !== 'New') throw invalidInput('The ItemCondition of a request is missing or invalid.');
  return { asin, marketplace };
}

function responseTo({ asin, marketplace }: OfferRequest): object {
  const product = findSandboxProduct(marketplace.code, asin);
  const headers = { 'x-amzn-RequestId': randomUUID() };
  const request = { MarketplaceId: marketplace.spApiId, ItemCondition: 'New', Asin: asin };
  if (product === undefined) {
    const message = `${asin} is an invalid ASIN for marketplace ${marketplace.spApiId}`;
    return {
      headers,
      request,
      status: { statusCode: 400, reasonPhrase: 'Bad Request' },
      body: { errors: [{ code: 'InvalidInput', message, details: '' }] },
    };
  }
  return {
    headers,
    request,
    status: { statusCode: 200, reasonPhrase: 'OK' },
    body: { payload: payloadOf(product, marketplace) },
  };
}

function payloadOf(product: SandboxProduct, marketplace: SandboxMarketplace): object {
  const offer = sellerOffer(product);
  return {
    marketplaceId: marketplace.spApiId,
    ASIN: product.asin,
    ItemCondition: 'New',
    status: offer.newCount === 0 ? 'NoBuyableOffers' : 'Success',
    Identifier: { ASIN: product.asin, MarketplaceId: marketplace.spApiId, ItemCondition: 'New' },
    Summary: offer.newCount === 0 ? { TotalOfferCount: offer.usedCount } : summaryOf(product, offer),
    Offers: offer.lowest === undefined ? [] : [offerEntry(product, offer)],
  };
}

/** As recorded, `TotalOfferCount` includes used offers, and conditions are in upper and in lower case. */
function summaryOf(product: SandboxProduct, { featured, lowest, newCount, usedCount }: SellerOffer): object {
  return {
    TotalOfferCount: newCount + usedCount,
    NumberOfOffers: [{ condition: 'new', fulfillmentChannel: 'Amazon', OfferCount: newCount }],
    ...(lowest !== undefined && {
      LowestPrices: [{ condition: 'new', fulfillmentChannel: 'Amazon', ...offerPrices(lowest) }],
    }),
    ...(featured !== undefined && { BuyBoxPrices: [{ condition: 'New', ...offerPrices(featured) }] }),
    ...(product.listPrice !== undefined && { ListPrice: sellerMoney(product.listPrice) }),
  };
}

function offerEntry(product: SandboxProduct, { featured, lowest, availability }: SellerOffer): object {
  return {
    SellerId: product.seller.id,
    SubCondition: 'new',
    ...(lowest !== undefined && { ListingPrice: sellerMoney(lowest) }),
    Shipping: { CurrencyCode: lowest?.currency, Amount: 0 },
    ShippingTime: { minimumHours: 0, maximumHours: 24, availabilityType: availability },
    IsBuyBoxWinner: featured !== undefined,
    IsFeaturedMerchant: true,
    IsFulfilledByAmazon: true,
    PrimeInformation: { IsPrime: true, IsNationalPrime: true },
    SellerFeedbackRating: { FeedbackCount: 812, SellerPositiveFeedbackRating: 96 },
  };
}

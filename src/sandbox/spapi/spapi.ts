import type { CallSubject, Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { catalogItem, catalogItems } from './catalog-items.ts';
import { competitivePricing } from './competitive-pricing.ts';
import { htmlReply, jsonReply, Refusal, type Reply } from '../reply.ts';
import { isRecord, parseRecord, textField } from '../json.ts';
import { itemOffersBatch } from './item-offers.ts';
import { quotaExceeded, spapiError, unauthorized, unserved } from './errors.ts';
import type { Region } from '../../product/marketplace.ts';
import { type SandboxMarketplace, marketplaceBySpApiId } from '../sandbox-marketplace.ts';
import { TokenBucket } from '../token-bucket.ts';
import type { TokenIssuer } from '../token-issuer.ts';

/** An operation with its default quota. Source: Amazon's API models. */
type Operation = {
  readonly name: string;
  readonly method: string;
  readonly path: string | RegExp;
  readonly perSecond: number;
  readonly burst: number;
  readonly answer: (request: ReceivedRequest) => object;
};

const operations: readonly Operation[] = [
  {
    name: 'searchCatalogItems',
    method: 'GET',
    path: '/catalog/2022-04-01/items',
    perSecond: 2,
    burst: 2,
    answer: ({ query }) => catalogItems(query),
  },
  {
    name: 'getCatalogItem',
    method: 'GET',
    path: /^\/catalog\/2022-04-01\/items\/[^/]+$/,
    perSecond: 2,
    burst: 2,
    answer: ({ path, query }) => catalogItem(path.slice(path.lastIndexOf('/') + 1), query),
  },
  {
    name: 'getCompetitivePricing',
    method: 'GET',
    path: '/products/pricing/v0/competitivePrice',
    perSecond: 0.5,
    burst: 1,
    answer: ({ query }) => competitivePricing(query),
  },
  {
    name: 'getItemOffersBatch',
    method: 'POST',
    path: '/batches/products/pricing/v0/itemOffers',
    perSecond: 0.1,
    burst: 1,
    answer: ({ body }) => itemOffersBatch(parseRecord(body.toString('utf8')) ?? {}),
  },
];

const faults: FaultReplies = {
  throttle: (headers) => ({ ...quotaExceeded(), headers: { ...quotaExceeded().headers, ...headers } }),
  outage: (status) => spapiError(status, 'InternalFailure', 'We encountered an internal error. Please try again.'),
  credentials: () => unauthorized('The access token you provided is revoked, malformed or invalid.').reply,
};

/** Selling Partner API with the operations that the gateway needs, each with its own quota. */
export function spapiEndpoint(issuer: TokenIssuer<Region>, now: () => number): Endpoint {
  const buckets = new Map(operations.map((one) => [one.name, new TokenBucket(one.perSecond, one.burst, now)]));
  return { api: 'spapi', describe, answer: (request) => answer(request, issuer, buckets), faults };
}

function answer(
  request: ReceivedRequest,
  issuer: TokenIssuer<Region>,
  buckets: ReadonlyMap<string, TokenBucket>,
): Reply {
  if (request.method === 'GET' && request.body.length > 0) {
    return htmlReply(400, '<html><head><title>400 Bad Request</title></head><body>Bad Request</body></html>');
  }
  const region = authenticate(request, issuer);
  const operation = operationOf(request);
  if (operation === undefined) throw unauthorized('');
  // The seller has no access to other regions, nor to marketplaces that the stand-in does not serve. What is no
  // marketplace id at all is refused by the operation itself.
  const marketplace = marketplaceOf(request);
  if (marketplace === undefined && isMarketplaceId(marketplaceIdOf(request))) throw unserved();
  if (marketplace !== undefined && marketplace.region !== region) throw unauthorized('');
  if (buckets.get(operation.name)?.take() !== true) return quotaExceeded();
  const limit = operation.perSecond.toFixed(1);
  return jsonReply(200, operation.answer(request), { 'x-amzn-RateLimit-Limit': limit });
}

/** The region in which the seller authorised the token. */
function authenticate({ headers }: ReceivedRequest, issuer: TokenIssuer<Region>): Region {
  const token = headers['x-amz-access-token'];
  if (typeof token !== 'string') {
    throw new Refusal(spapiError(403, 'MissingAuthenticationToken', 'Access to requested resource is denied.'));
  }
  const standing = issuer.holderOf(token);
  if (standing === 'expired') throw unauthorized('The access token you provided has expired.');
  if (standing === 'unknown') throw unauthorized('The access token you provided is revoked, malformed or invalid.');
  return standing.holder;
}

function operationOf({ method, path }: ReceivedRequest): Operation | undefined {
  return operations.find(
    (one) => one.method === method && (typeof one.path === 'string' ? one.path === path : one.path.test(path)),
  );
}

function describe(request: ReceivedRequest): CallSubject {
  const { query } = request;
  const batch = batchEntries(request);
  const marketplace = marketplaceOf(request);
  const asins = (query.get('identifiers') ?? query.get('Asins'))?.split(',') ?? batch.asins;
  const keywords = query.get('keywords');
  const page = query.get('pageToken');
  return {
    operation: operationOf(request)?.name ?? request.path,
    ...(marketplace !== undefined && { marketplace: marketplace.code }),
    ...(asins !== undefined && { asins }),
    ...(keywords !== null && { query: keywords }),
    ...(page !== null && { page }),
  };
}

function marketplaceOf(request: ReceivedRequest): SandboxMarketplace | undefined {
  return marketplaceBySpApiId(marketplaceIdOf(request));
}

function marketplaceIdOf(request: ReceivedRequest): string {
  const { query } = request;
  return query.get('marketplaceIds') ?? query.get('MarketplaceId') ?? batchEntries(request).marketplaceId;
}

/** Whether `id` is written as all of Amazon's marketplace ids are, e.g. `A2NODRKZP88ZB9` for Sweden. */
function isMarketplaceId(id: string): boolean {
  return /^A[A-Z0-9]{12,13}$/.test(id);
}

function batchEntries({ method, body }: ReceivedRequest) {
  const entries: unknown = method === 'POST' ? parseRecord(body.toString('utf8'))?.['requests'] : undefined;
  if (!Array.isArray(entries)) return { marketplaceId: '', asins: undefined };
  const records = entries.filter(isRecord);
  return {
    marketplaceId: textField(records[0] ?? {}, 'MarketplaceId') ?? '',
    asins: records.map((entry) => /items\/([^/]+)\/offers/.exec(textField(entry, 'uri') ?? '')?.[1] ?? ''),
  };
}

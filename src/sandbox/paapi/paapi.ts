import { type AssociatesAccount, paapiAccessKey, paapiSecretKey } from '../associates/account.ts';
import { findItems, findSearchResult } from '../associates/answers.ts';
import { browseNodeResources, findBrowseNodes, readBrowseNodeIds } from '../associates/browse-nodes.ts';
import { paapiItemResources, paapiSearchResources, paapiVariationResources } from '../associates/resources.ts';
import { findVariations, readVariations } from '../associates/variations.ts';
import { readCommon, readItemIds, type RequestRules } from '../associates/request.ts';
import type { CallSubject, Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { itemError, paapiError, paapiReply, paapiValidationError } from './errors.ts';
import { type JsonRecord, pageOf, parseRecord, textField, textListField } from '../json.ts';
import {
  isUnservedHost,
  type SandboxMarketplace,
  marketplaceByApiHost,
  marketplaceByHost,
} from '../sandbox-marketplace.ts';
import { Refusal, type Reply } from '../reply.ts';
import { InvalidField } from '../associates/invalid-field.ts';
import { readItemSearch } from '../associates/search-request.ts';
import { checkSignature } from './signature.ts';

type Answer = (body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount) => Reply;

const operations: Readonly<Record<string, { readonly name: string; readonly answer: Answer }>> = {
  '/paapi5/getitems': { name: 'GetItems', answer: getItems },
  '/paapi5/searchitems': { name: 'SearchItems', answer: searchItems },
  '/paapi5/getvariations': { name: 'GetVariations', answer: getVariations },
  '/paapi5/getbrowsenodes': { name: 'GetBrowseNodes', answer: getBrowseNodes },
};

const conditions = ['Any', 'New', 'Used', 'Collectible', 'Refurbished'];
const itemRules: RequestRules = { conditions, resources: named(paapiItemResources) };
const searchRules: RequestRules = { conditions, resources: named(paapiSearchResources) };
const variationRules: RequestRules = { conditions, resources: named(paapiVariationResources) };
const nodeRules: RequestRules = { conditions, resources: named(browseNodeResources), defaultResources: [] };

const faults: FaultReplies = {
  throttle: (headers) => paapiError('TooManyRequests', headers),
  outage: (status) => ({ ...paapiError('InternalFailure'), status }),
  credentials: () => paapiError('AssociateNotEligible'),
};

/** Product Advertising API 5.0 with its four operations. It checks the signature of every request first. */
export function paapiEndpoint(account: AssociatesAccount, now: () => number): Endpoint {
  return { api: 'paapi', describe, answer: (request) => answer(request, account, now()), faults };
}

function answer(request: ReceivedRequest, account: AssociatesAccount, now: number): Reply {
  const operation = operations[request.path];
  if (operation === undefined || request.method !== 'POST') return paapiError('UnknownOperation');
  const body = parseRecord(request.body.toString('utf8')) ?? {};
  const host = marketplaceByApiHost(request.headers.host ?? '');
  const marketplace = marketplaceOf(body, host);
  // The signature cannot be checked without the region. No tag is mapped to a marketplace that is not served.
  if (isUnservedHost(textField(body, 'Marketplace') ?? '')) return paapiError('InvalidPartnerTag');
  authenticate(request, host ?? marketplace, operation.name, now);
  if (!account.takePermit()) return paapiError('TooManyRequests');
  try {
    if (marketplace === undefined) throw new InvalidField('Marketplace', body['Marketplace']);
    if (body['PartnerType'] !== 'Associates') throw new InvalidField('PartnerType', body['PartnerType']);
    return operation.answer(body, marketplace, account);
  } catch (thrown) {
    if (thrown instanceof InvalidField) return paapiValidationError(thrown.field, thrown.value);
    throw thrown;
  }
}

function authenticate(
  { headers, body, path }: ReceivedRequest,
  marketplace: SandboxMarketplace | undefined,
  operation: string,
  now: number,
): void {
  const rules = {
    accessKey: paapiAccessKey,
    secretKey: paapiSecretKey,
    region: marketplace?.awsRegion ?? 'us-east-1',
    path,
    now,
  };
  const fault = checkSignature(headers, body, rules);
  if (fault !== undefined) throw new Refusal(paapiError(fault));
  if (headers['x-amz-target'] !== `com.amazon.paapi5.v1.ProductAdvertisingAPIv1.${operation}`) {
    throw new Refusal(paapiError('UnknownOperation'));
  }
}

function getItems(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, itemRules, account);
  const ids = readItemIds(body);
  checkTag(common.tag, marketplace, account);
  const { items, invalid, inaccessible } = findItems(ids, marketplace, common);
  const errors = [
    ...invalid.map((id) => invalidId('ItemId', id)),
    ...inaccessible.map((id) => inaccessibleId('ItemId', id)),
  ];
  return paapiReply({
    ...(errors.length > 0 && { Errors: errors }),
    ...(items.length > 0 && { ItemsResult: { Items: items } }),
  });
}

function searchItems(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, searchRules, account);
  const search = readItemSearch(body);
  checkTag(common.tag, marketplace, account);
  const result = findSearchResult(search, marketplace, common);
  if (result === undefined) {
    return paapiReply({ Errors: [itemError('NoResults', 'No results found for your request.')] });
  }
  return paapiReply({ SearchResult: result });
}

function getVariations(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, variationRules, account);
  const request = readVariations(body);
  checkTag(common.tag, marketplace, account);
  const found = findVariations(request, marketplace, common);
  if ('result' in found) return paapiReply({ VariationsResult: found.result });
  switch (found.absent) {
    case 'invalid':
      return paapiReply({ Errors: [invalidId('ASIN', request.asin)] });
    case 'inaccessible':
      return paapiReply({ Errors: [inaccessibleId('ASIN', request.asin)] });
    default:
      return paapiReply({ Errors: [itemError('NoResults', 'No results found for your request.')] });
  }
}

function getBrowseNodes(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, nodeRules, account);
  const ids = readBrowseNodeIds(body);
  checkTag(common.tag, marketplace, account);
  const { nodes, invalid } = findBrowseNodes(ids, common.resources);
  return paapiReply({
    ...(invalid.length > 0 && { Errors: invalid.map((id) => invalidId('BrowseNodeId', id)) }),
    ...(nodes.length > 0 && { BrowseNodesResult: { BrowseNodes: nodes } }),
  });
}

function invalidId(kind: string, id: string): object {
  return itemError('InvalidParameterValue', `The ${kind} ${id} provided in the request is invalid.`);
}

function inaccessibleId(kind: string, id: string): object {
  return itemError('ItemNotAccessible', `The ${kind} ${id} is not accessible through the Product Advertising API.`);
}

function checkTag(tag: string, marketplace: SandboxMarketplace, account: AssociatesAccount): void {
  if (account.standingOf(tag, marketplace) !== 'mapped') throw new Refusal(paapiError('InvalidPartnerTag'));
}

/**
 * Without the field `Marketplace` the request is for the host's marketplace, as recorded answers of seven hosts show.
 * On loopback, where the host names none, it is for the American one.
 */
function marketplaceOf(body: JsonRecord, host: SandboxMarketplace | undefined): SandboxMarketplace | undefined {
  if (body['Marketplace'] === undefined) return host ?? marketplaceByHost('www.amazon.com');
  return marketplaceByHost(textField(body, 'Marketplace') ?? '');
}

function describe(request: ReceivedRequest): CallSubject {
  const body = parseRecord(request.body.toString('utf8')) ?? {};
  const marketplace = marketplaceOf(body, marketplaceByApiHost(request.headers.host ?? ''));
  const asins = textListField(body, 'ItemIds') ?? listOf(textField(body, 'ASIN'));
  const query = textField(body, 'Keywords');
  return {
    operation: operations[request.path]?.name ?? request.path,
    ...(marketplace !== undefined && { marketplace: marketplace.code }),
    ...(asins !== undefined && { asins }),
    ...(query !== undefined && { query, page: pageOf(body['ItemPage']) }),
  };
}

function listOf(asin: string | undefined): readonly string[] | undefined {
  return asin === undefined ? undefined : [asin];
}

function named(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...names].map((name) => [name, name]));
}

import { type AssociatesAccount, paapiAccessKey, paapiSecretKey } from '../associates/account.ts';
import { findItems, findSearchResult } from '../associates/answers.ts';
import { paapiItemResources, paapiSearchResources } from '../associates/resources.ts';
import { readCommon, readItemIds, type RequestRules } from '../associates/request.ts';
import type { CallSubject, Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { itemError, paapiError, paapiReply, paapiValidationError } from './errors.ts';
import { type JsonRecord, pageOf, parseRecord, textField, textListField } from '../json.ts';
import { type SandboxStore, storeByHost } from '../store.ts';
import { Refusal, type Reply } from '../reply.ts';
import { InvalidField } from '../associates/invalid-field.ts';
import { readItemSearch } from '../associates/search-request.ts';
import { checkSignature } from './signature.ts';

const operations: Readonly<Record<string, 'GetItems' | 'SearchItems'>> = {
  '/paapi5/getitems': 'GetItems',
  '/paapi5/searchitems': 'SearchItems',
};

const conditions = ['Any', 'New', 'Used', 'Collectible', 'Refurbished'];
const itemRules: RequestRules = { conditions, resources: named(paapiItemResources) };
const searchRules: RequestRules = { conditions, resources: named(paapiSearchResources) };

const faults: FaultReplies = {
  throttle: (headers) => paapiError('TooManyRequests', headers),
  outage: (status) => ({ ...paapiError('InternalFailure'), status }),
  credentials: () => paapiError('AssociateNotEligible'),
};

/** Product Advertising API 5.0: GetItems and SearchItems, every request's signature checked first. */
export function paapiEndpoint(account: AssociatesAccount, now: () => number): Endpoint {
  return { api: 'paapi', describe, answer: (request) => answer(request, account, now()), faults };
}

function answer(request: ReceivedRequest, account: AssociatesAccount, now: number): Reply {
  const operation = operations[request.path];
  if (operation === undefined || request.method !== 'POST') return paapiError('UnknownOperation');
  const body = parseRecord(request.body.toString('utf8')) ?? {};
  const store = storeOf(body);
  authenticate(request, store, operation, now);
  if (!account.takePermit()) return paapiError('TooManyRequests');
  try {
    if (store === undefined) throw new InvalidField('Marketplace', body['Marketplace']);
    if (body['PartnerType'] !== 'Associates') throw new InvalidField('PartnerType', body['PartnerType']);
    return operation === 'GetItems' ? getItems(body, store, account) : searchItems(body, store, account);
  } catch (thrown) {
    if (thrown instanceof InvalidField) return paapiValidationError(thrown.field, thrown.value);
    throw thrown;
  }
}

function authenticate(
  { headers, body, path }: ReceivedRequest,
  store: SandboxStore | undefined,
  operation: string,
  now: number,
): void {
  const rules = {
    accessKey: paapiAccessKey,
    secretKey: paapiSecretKey,
    region: store?.awsRegion ?? 'us-east-1',
    path,
    now,
  };
  const fault = checkSignature(headers, body, rules);
  if (fault !== undefined) throw new Refusal(paapiError(fault));
  if (headers['x-amz-target'] !== `com.amazon.paapi5.v1.ProductAdvertisingAPIv1.${operation}`) {
    throw new Refusal(paapiError('UnknownOperation'));
  }
}

function getItems(body: JsonRecord, store: SandboxStore, account: AssociatesAccount): Reply {
  const common = readCommon(body, store, itemRules);
  const ids = readItemIds(body);
  checkTag(common.tag, store, account);
  const { items, invalid, inaccessible } = findItems(ids, store, common);
  const errors = [
    ...invalid.map((id) => itemError('InvalidParameterValue', `The ItemId ${id} provided in the request is invalid.`)),
    ...inaccessible.map((id) =>
      itemError('ItemNotAccessible', `The ItemId ${id} is not accessible through the Product Advertising API.`),
    ),
  ];
  return paapiReply({
    ...(errors.length > 0 && { Errors: errors }),
    ...(items.length > 0 && { ItemsResult: { Items: items } }),
  });
}

function searchItems(body: JsonRecord, store: SandboxStore, account: AssociatesAccount): Reply {
  const common = readCommon(body, store, searchRules);
  const search = readItemSearch(body);
  checkTag(common.tag, store, account);
  const result = findSearchResult(search, store, common);
  if (result === undefined) {
    return paapiReply({ Errors: [itemError('NoResults', 'No results found for your request.')] });
  }
  return paapiReply({ SearchResult: result });
}

function checkTag(tag: string, store: SandboxStore, account: AssociatesAccount): void {
  if (account.standingOf(tag, store) !== 'mapped') throw new Refusal(paapiError('InvalidPartnerTag'));
}

/** Forgetting `Marketplace` means the American store. */
function storeOf(body: JsonRecord): SandboxStore | undefined {
  return storeByHost(body['Marketplace'] === undefined ? 'www.amazon.com' : (textField(body, 'Marketplace') ?? ''));
}

function describe(request: ReceivedRequest): CallSubject {
  const body = parseRecord(request.body.toString('utf8')) ?? {};
  const store = storeOf(body);
  const asins = textListField(body, 'ItemIds');
  const query = textField(body, 'Keywords');
  return {
    operation: operations[request.path] ?? request.path,
    ...(store !== undefined && { marketplace: store.code }),
    ...(asins !== undefined && { asins }),
    ...(query !== undefined && { query, page: pageOf(body['ItemPage']) }),
  };
}

function named(names: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map([...names].map((name) => [name, name]));
}

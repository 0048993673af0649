import type { AssociatesAccount } from '../associates/account.ts';
import { camel, camelKeys, pascalFields } from './camel.ts';
import type { CreatorsCredential } from './credential.ts';
import {
  creatorsError,
  creatorsOutage,
  creatorsThrottled,
  creatorsValidationError,
  noItems,
  noNodes,
  noResults,
} from './errors.ts';
import { findBrowseNodes, readBrowseNodeIds } from '../associates/browse-nodes.ts';
import {
  creatorsBrowseNodeResources,
  creatorsItemResources,
  creatorsSearchResources,
  creatorsVariationResources,
} from '../associates/resources.ts';
import { findVariations, readVariations } from '../associates/variations.ts';
import type { CallSubject, Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { findItems, findSearchResult } from '../associates/answers.ts';
import { jsonReply, Refusal, type Reply } from '../reply.ts';
import { InvalidField } from '../associates/invalid-field.ts';
import { type JsonRecord, pageOf, parseRecord, textField, textListField } from '../json.ts';
import { readCommon, readItemIds } from '../associates/request.ts';
import { readItemSearch } from '../associates/search-request.ts';
import { isUnservedHost, type SandboxMarketplace, marketplaceByHost } from '../sandbox-marketplace.ts';
import type { TokenIssuer } from '../token-issuer.ts';

type Answer = (body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount) => Reply;

const operations: Readonly<Record<string, { readonly name: string; readonly answer: Answer }>> = {
  '/catalog/v1/getItems': { name: 'getItems', answer: getItems },
  '/catalog/v1/searchItems': { name: 'searchItems', answer: searchItems },
  '/catalog/v1/getVariations': { name: 'getVariations', answer: getVariations },
  '/catalog/v1/getBrowseNodes': { name: 'getBrowseNodes', answer: getBrowseNodes },
};

/** Creators API has no `Used`, `Collectible` or `Refurbished`, unlike PA-API. */
const conditions = ['Any', 'New'];

const faults: FaultReplies = {
  throttle: creatorsThrottled,
  outage: creatorsOutage,
  credentials: () => creatorsError('AssociateNotEligible'),
};

/** Creators API with its four catalogue operations. It shares PA-API's account. */
export function creatorsEndpoint(account: AssociatesAccount, issuer: TokenIssuer<CreatorsCredential>): Endpoint {
  return { api: 'creators', describe, answer: (request) => answer(request, account, issuer), faults };
}

function answer(request: ReceivedRequest, account: AssociatesAccount, issuer: TokenIssuer<CreatorsCredential>): Reply {
  const credential = authenticate(request.headers.authorization, issuer);
  if (!account.takePermit()) return creatorsThrottled();
  const operation = operations[request.path];
  if (operation === undefined || request.method !== 'POST') return creatorsError('UnknownOperation');
  const body = parseRecord(request.body.toString('utf8'));
  if (body === undefined) return creatorsError('CannotParse');
  const marketplace = marketplaceOf(request);
  if (marketplace === undefined) {
    const isUnserved = isUnservedHost(String(request.headers['x-marketplace']));
    return isUnserved ? creatorsError('InvalidAssociate') : creatorsValidationError('x-marketplace');
  }
  if (marketplace.region !== credential.region) return creatorsError('InvalidIssuer');
  try {
    return operation.answer(pascalFields(body), marketplace, account);
  } catch (thrown) {
    if (thrown instanceof InvalidField) return creatorsValidationError(camel(thrown.field));
    throw thrown;
  }
}

/** Tokens of version 2.x need their version in the header; those of 3.x must not have it. */
function authenticate(header: string | undefined, issuer: TokenIssuer<CreatorsCredential>): CreatorsCredential {
  const match = /^Bearer ([^\s,]+)(?:, Version (\d\.\d))?$/.exec(header ?? '');
  if (match === null) throw new Refusal(creatorsError(header === undefined ? 'MissingCredential' : 'InvalidToken'));
  const standing = issuer.holderOf(match[1] ?? '');
  if (standing === 'unknown') throw new Refusal(creatorsError('InvalidToken'));
  if (standing === 'expired') throw new Refusal(creatorsError('TokenExpired'));
  const { version } = standing.holder;
  const expected = version.startsWith('2.') ? version : undefined;
  if (match[2] !== expected) throw new Refusal(creatorsError('InvalidToken'));
  return standing.holder;
}

function getItems(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, { conditions, resources: creatorsItemResources }, account);
  const ids = readItemIds(body);
  checkTag(common.tag, marketplace, account);
  const { items, invalid, inaccessible } = findItems(ids, marketplace, common);
  if (items.length === 0) return noItems(ids[0] ?? '');
  const errors = [
    ...invalid.map((id) => invalidId('ItemIds', id)),
    ...inaccessible.map((id) => ({
      code: 'ItemNotAccessible',
      message: `The ItemId ${id} is not accessible through the Creators API.`,
    })),
  ];
  return jsonReply(200, { ...(errors.length > 0 && { errors }), itemsResult: { items: camelKeys(items) } });
}

function searchItems(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, { conditions, resources: creatorsSearchResources }, account);
  const search = readItemSearch(body);
  checkTag(common.tag, marketplace, account);
  const result = findSearchResult(search, marketplace, common);
  return result === undefined ? noResults(search.terms.words) : jsonReply(200, { searchResult: camelKeys(result) });
}

function getVariations(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const common = readCommon(body, marketplace, { conditions, resources: creatorsVariationResources }, account);
  const request = readVariations(body);
  checkTag(common.tag, marketplace, account);
  const found = findVariations(request, marketplace, common);
  if ('result' in found) return jsonReply(200, { variationsResult: camelKeys(found.result) });
  return found.absent === 'no-results' ? noResults(request.asin) : noItems(request.asin);
}

function getBrowseNodes(body: JsonRecord, marketplace: SandboxMarketplace, account: AssociatesAccount): Reply {
  const rules = { conditions, resources: creatorsBrowseNodeResources, defaultResources: [] };
  const common = readCommon(body, marketplace, rules, account);
  const ids = readBrowseNodeIds(body);
  checkTag(common.tag, marketplace, account);
  const { nodes, invalid } = findBrowseNodes(ids, common.resources);
  if (nodes.length === 0) return noNodes(ids[0] ?? '');
  return jsonReply(200, {
    ...(invalid.length > 0 && { errors: invalid.map((id) => invalidId('BrowseNodeId', id)) }),
    browseNodesResult: { browseNodes: camelKeys(nodes) },
  });
}

function invalidId(kind: string, id: string): object {
  return { code: 'InvalidParameterValue', message: `The ${kind} ${id} provided in the request is invalid.` };
}

function checkTag(tag: string, marketplace: SandboxMarketplace, account: AssociatesAccount): void {
  const standing = account.standingOf(tag, marketplace);
  if (standing === 'unknown') throw new Refusal(creatorsError('InvalidPartnerTag'));
  if (standing === 'other-marketplace') throw new Refusal(creatorsError('InvalidAssociate'));
}

function marketplaceOf({ headers }: ReceivedRequest): SandboxMarketplace | undefined {
  const marketplace = headers['x-marketplace'];
  return typeof marketplace === 'string' ? marketplaceByHost(marketplace) : undefined;
}

function describe(request: ReceivedRequest): CallSubject {
  const body = parseRecord(request.body.toString('utf8')) ?? {};
  const marketplace = marketplaceOf(request);
  const asin = textField(body, 'asin');
  const asins = textListField(body, 'itemIds') ?? (asin === undefined ? undefined : [asin]);
  const query = textField(body, 'keywords');
  return {
    operation: operations[request.path]?.name ?? request.path,
    ...(marketplace !== undefined && { marketplace: marketplace.code }),
    ...(asins !== undefined && { asins }),
    ...(query !== undefined && { query, page: pageOf(body['itemPage']) }),
  };
}

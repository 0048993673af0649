import { parseAsin, type Asin } from '../../product/asin.ts';
import type { SearchRefinement } from '../../product/search/search-refinement.ts';
import { count, list, record, text } from '../json.ts';
import { SourceError } from '../source-error.ts';
import { object, objects, type Json } from './json.ts';
import { readRefinements } from './refinements.ts';

/** A page of searchCatalogItems. */
export type CatalogAnswer = {
  /** Items by id, in Amazon's order: by relevance for keywords, undefined for ids. */
  readonly items: ReadonlyMap<Asin, Json>;
  /** Ids of entries without readable data. */
  readonly unreadable: ReadonlySet<Asin>;
  /** Whether there are entries without a readable id, which may concern any product. */
  readonly nameless: boolean;
  readonly totalCount?: number;
  /** The facets of a keyword search. */
  readonly refinements: readonly SearchRefinement[];
  readonly nextToken?: string;
};

/**
 * Reads `{numberOfResults, pagination?, items: [{asin, summaries?, attributes?, …}]}`.
 *
 * @throws {SourceError} `MALFORMED` if there is no list of items
 */
export function readCatalog(body: unknown): CatalogAnswer {
  const answer = object(body);
  const entries = list(answer['items']);
  if (entries === undefined) throw new SourceError('MALFORMED', 'SP-API catalog: the answer contains no items');
  const items = new Map<Asin, Json>();
  const unreadable = new Set<Asin>();
  let nameless = false;
  for (const entry of entries) {
    const asin = parseAsin(text(object(entry)['asin']) ?? '');
    if (asin === undefined) nameless = true;
    else if (isReadable(object(entry))) items.set(asin, object(entry));
    else unreadable.add(asin);
  }
  const totalCount = count(answer['numberOfResults']);
  // The last page has no token or (recorded) an empty token.
  const nextToken = text(object(answer['pagination'])['nextToken']);
  return {
    items,
    unreadable,
    nameless,
    ...(totalCount !== undefined && { totalCount }),
    refinements: readRefinements(answer['refinements']),
    ...(nextToken !== undefined && { nextToken }),
  };
}

/**
 * Reads getCompetitivePricing's `{payload: [{status, ASIN, Product}]}` into its entries by id.
 *
 * @throws {SourceError} MALFORMED when there is no payload
 */
export function readCompetitivePricing(body: unknown): ReadonlyMap<Asin, Json> {
  const payload = list(object(body)['payload']);
  if (payload === undefined) {
    throw new SourceError('MALFORMED', 'SP-API competitivePricing: the answer contains no payload');
  }
  return byAsin(objects(payload), (entry) => entry['ASIN'] ?? identifierOf(object(entry['Product'])));
}

/**
 * Reads getItemOffersBatch's `{responses: [{status, request, body}]}` into its entries by id, without those of other
 * marketplaces.
 *
 * @throws {SourceError} MALFORMED when there are no responses
 */
export function readItemOffers(body: unknown, marketplaceId: string): ReadonlyMap<Asin, Json> {
  const responses = list(object(body)['responses']);
  if (responses === undefined) {
    throw new SourceError('MALFORMED', 'SP-API itemOffers: the answer contains no responses');
  }
  const own = objects(responses).filter((entry) => {
    const id = object(entry['request'])['MarketplaceId'] ?? payloadOf(entry)['marketplaceId'];
    return id === undefined || id === marketplaceId;
  });
  return byAsin(own, (entry) => object(entry['request'])['Asin'] ?? payloadOf(entry)['ASIN']);
}

/** The `payload` of one response of a batch. */
export function payloadOf(entry: Json): Json {
  return object(object(entry['body'])['payload']);
}

function byAsin(entries: readonly Json[], idOf: (entry: Json) => unknown): ReadonlyMap<Asin, Json> {
  const found = new Map<Asin, Json>();
  for (const entry of entries) {
    const asin = parseAsin(text(idOf(entry)) ?? '');
    if (asin !== undefined && !found.has(asin)) found.set(asin, entry);
  }
  return found;
}

function identifierOf(product: Json): unknown {
  return object(object(product['Identifiers'])['MarketplaceASIN'])['ASIN'];
}

/** Both data sets were requested, so an item with neither is unreadable. */
function isReadable(item: Json): boolean {
  return list(item['summaries']) !== undefined || record(item['attributes']) !== undefined;
}

import type { Asin } from '../../product/asin.ts';
import { ean13 } from '../../product/gtin.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import { count, text } from '../json.ts';
import { SourceError } from '../source-error.ts';
import type { Identification } from '../source.ts';
import type { SpApiClient } from './client.ts';
import { ownGroup } from './item/data-sets.ts';
import { objects, type Json } from './json.ts';
import { isVariationParent } from './normalize.ts';
import type { Window } from './price-calls.ts';
import { catalogByEans } from './requests.ts';
import { readCatalog, type CatalogAnswer } from './wire.ts';

/**
 * Finds the products with up to 20 numbers in one catalogue call. Only an item that has the very number is its product; of
 * several, one that is for sale is preferred, then the one with the best sales rank.
 *
 * @param eans as EAN-13: the catalogue's index holds all numbers in one form. Source: Amazon's answer in
 *   selling-partner-api-models issue 264
 * @throws {SourceError} when the call fails
 */
export async function identify(
  eans: readonly string[],
  client: SpApiClient,
  window: Window,
): Promise<ReadonlyMap<string, Identification>> {
  const catalog = readCatalog(await client.call(catalogByEans(eans, window), window.signal));
  const numbered = [...catalog.items].map(([asin, item]) => candidateOf(asin, item, window.marketplace));
  const candidates = numbered.toSorted((a, b) => Number(a.isParent) - Number(b.isParent) || a.rank - b.rank);
  const isComplete = isWhole(catalog) && numbered.every(({ numbers }) => eans.some((ean) => numbers.has(ean)));
  return new Map(eans.map((ean) => [ean, identificationOf(ean, candidates, isComplete)]));
}

type Candidate = {
  readonly asin: Asin;
  readonly numbers: ReadonlySet<string>;
  readonly isParent: boolean;
  readonly rank: number;
};

function candidateOf(asin: Asin, item: Json, marketplace: MarketplaceCode): Candidate {
  const numbers = objects(ownGroup(item['identifiers'], marketplace)['identifiers']).flatMap(
    ({ identifier }) => text(identifier) ?? [],
  );
  const ranks = objects(ownGroup(item['salesRanks'], marketplace)['displayGroupRanks']).flatMap(
    ({ rank }) => count(rank, 1) ?? [],
  );
  return {
    asin,
    numbers: new Set(numbers.map(ean13)),
    isParent: isVariationParent(item, marketplace),
    rank: Math.min(Infinity, ...ranks),
  };
}

/** Amazon may answer with an item that does not have the number. What it was the answer to is unknown then. */
function identificationOf(ean: string, candidates: readonly Candidate[], isComplete: boolean): Identification {
  const found = candidates.find(({ numbers }) => numbers.has(ean));
  if (found !== undefined) return { kind: 'found', asin: found.asin };
  if (isComplete) return { kind: 'missing' };
  const error = new SourceError('MALFORMED', `SP-API catalog: the answer does not say which product has ${ean}`);
  return { kind: 'failed', error };
}

function isWhole({ unreadable, nameless, nextToken }: CatalogAnswer): boolean {
  return unreadable.size === 0 && !nameless && nextToken === undefined;
}

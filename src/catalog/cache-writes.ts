import type { CacheWrite } from '../cache/entry-cache.ts';
import type { ChainResult, Found } from '../source/chain.ts';
import type { ProductRequest } from './answer.ts';
import { missingLifetime, rejectedLifetime } from './lifetimes.ts';
import { productKey, type CachedProduct } from './cached-values.ts';

/**
 * The cache entries that a result is worth: an accepted product for as long as its source declares, a rejected one for
 * a short time so that the next requests do not run the whole chain again, and "no such product" when it is certain.
 *
 * @param hasCopy the cache still has an accepted copy, which only an accepted product or a certain absence may replace
 */
export function cacheWritesFor(
  request: ProductRequest,
  result: ChainResult,
  hasCopy: boolean,
  staleMs: number,
): readonly CacheWrite[] {
  const { attempts, accepted, candidate, errors, surelyMissing, endedAt } = result;
  const key = productKey(request);
  if (accepted !== undefined) {
    const { fetchedAt, source } = accepted;
    return [{ key, value: cachedProduct(accepted, result), fetchedAt, freshMs: source.freshMs, staleMs }];
  }
  if (candidate !== undefined && !hasCopy) {
    const { fetchedAt } = candidate;
    return [{ key, value: cachedProduct(candidate, result), fetchedAt, ...rejectedLifetime(errors.length > 0) }];
  }
  if (!surelyMissing) return [];
  const value: CachedProduct = { kind: 'missing', attempts };
  return [{ key, value, fetchedAt: endedAt, ...missingLifetime }];
}

function cachedProduct({ product, source }: Found, { attempts }: ChainResult): CachedProduct {
  return { kind: 'product', product, source: source.id, accuracy: source.accuracy, attempts };
}

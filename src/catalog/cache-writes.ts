import type { CacheWrite } from '../cache/entry-cache.ts';
import type { Found, Walk } from '../source/chain.ts';
import type { ProductKey } from './answer.ts';
import { negativeTtlMs, uncertainTtlMs } from './lifetimes.ts';
import { productKey, type CachedProduct } from './cached-values.ts';

/**
 * What a walk is worth remembering: an accepted product for as long as its source says, a rejected one for a little
 * while so that the chain is not walked for every ask, and "no such product" if it is sure.
 *
 * @param hasCopy an accepted copy is still in hand: nothing that was not accepted may replace it
 */
export function cacheWritesFor(key: ProductKey, walk: Walk, hasCopy: boolean, staleMs: number): readonly CacheWrite[] {
  const { attempts, accepted, candidate, errors } = walk;
  const under = productKey(key);
  if (accepted !== undefined) {
    const { fetchedAt, source } = accepted;
    return [{ key: under, value: memoryOf(accepted, walk), fetchedAt, freshMs: source.freshMs, staleMs }];
  }
  if (candidate !== undefined && !hasCopy) {
    const lifeMs = errors.length === 0 ? negativeTtlMs : uncertainTtlMs;
    const { fetchedAt } = candidate;
    return [{ key: under, value: memoryOf(candidate, walk), fetchedAt, freshMs: lifeMs, staleMs: lifeMs }];
  }
  if (!walk.surelyMissing) return [];
  const value: CachedProduct = { kind: 'missing', attempts };
  return [{ key: under, value, fetchedAt: walk.endedAt, freshMs: negativeTtlMs, staleMs: negativeTtlMs }];
}

function memoryOf({ product, source }: Found, { attempts }: Walk): CachedProduct {
  return { kind: 'product', product, source: source.id, accuracy: source.accuracy, attempts };
}

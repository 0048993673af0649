import type { Note } from '../cache/larder.ts';
import type { Found, Walk } from '../source/chain.ts';
import type { ProductKey } from './answer.ts';
import { negativeMs, unsureMs } from './lifetime.ts';
import { productKey, type ProductMemory } from './memory.ts';

/**
 * What a walk is worth remembering: an accepted product for as long as its source says, a rejected one for a little
 * while so that the chain is not walked for every ask, and "no such product" if it is sure.
 *
 * @param hasCopy an accepted copy is still in hand: nothing that was not accepted may replace it
 */
export function notesOf(key: ProductKey, walk: Walk, hasCopy: boolean, staleMs: number): readonly Note[] {
  const { attempts, accepted, candidate, errors } = walk;
  const under = productKey(key);
  if (accepted !== undefined) {
    const { fetchedAt, source } = accepted;
    return [{ key: under, value: memoryOf(accepted, walk), fetchedAt, freshMs: source.freshMs, staleMs }];
  }
  if (candidate !== undefined && !hasCopy) {
    const lifeMs = errors.length === 0 ? negativeMs : unsureMs;
    const { fetchedAt } = candidate;
    return [{ key: under, value: memoryOf(candidate, walk), fetchedAt, freshMs: lifeMs, staleMs: lifeMs }];
  }
  if (!walk.surelyMissing) return [];
  const value: ProductMemory = { kind: 'missing', attempts };
  return [{ key: under, value, fetchedAt: walk.endedAt, freshMs: negativeMs, staleMs: negativeMs }];
}

function memoryOf({ product, source }: Found, { attempts }: Walk): ProductMemory {
  return { kind: 'product', product, source: source.id, accuracy: source.accuracy, attempts };
}

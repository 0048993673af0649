import type { Copy } from '../cache/larder.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Clock } from '../upstream/clock.ts';
import type { ProductKey } from './answer.ts';
import type { Background } from './background.ts';
import { askedOften, dayReserve, refreshAheadFrom, refreshAheadTo, refreshDeadlineMs } from './lifetime.ts';
import { productKey, type ProductMemory } from './memory.ts';

/** What refreshing ahead is made of. */
export type RefreshAheadOptions = {
  /** Walks the chain for a product and remembers what it finds. */
  readonly learn: (key: ProductKey, copy: Copy<ProductMemory>, asker: Waiter) => Promise<unknown>;
  readonly background: Background;
  /** Whether calls may be spent on what nobody waits for: permits idle, and more of the day left than its reserve. */
  readonly mayRefresh: () => boolean;
  readonly clock: Clock;
};

/** Told of each fresh copy that answers. */
export type RefreshAhead = (key: ProductKey, copy: Copy<ProductMemory>) => void;

/** What is left of a day's calls, as the permits tell it; a day without limit has no `perDay`. */
export type DayUse = { readonly perDay?: number; readonly usedToday: number };

/** Whether more of the day is left than refreshing ahead has to leave alone. */
export function isAboveReserve({ perDay, usedToday }: DayUse): boolean {
  return perDay === undefined || perDay - usedToday > dayReserve * perDay;
}

/**
 * Refreshes, behind the answer, a product that is asked for often and whose life is nearly over; once in its life, and
 * in seats that nobody else wants. The moment differs from product to product.
 */
export function createRefreshAhead({ learn, background, mayRefresh, clock }: RefreshAheadOptions): RefreshAhead {
  // By the remembered object itself: a count lives as long as what it counts, and a refreshed product starts at none.
  const lives = new WeakMap<ProductMemory, { asks: number; readonly dueAt: number }>();

  return (key, copy) => {
    if (copy.value.kind !== 'product') return;
    let life = lives.get(copy.value);
    if (life === undefined) lives.set(copy.value, (life = { asks: 0, dueAt: dueAt(key, copy) }));
    life.asks += 1;
    if (life.asks < askedOften || clock.wall() < life.dueAt || !mayRefresh()) return;
    life.asks = -Infinity;
    background.once(productKey(key), async (signal) => {
      const deadlineAt = clock.monotonic() + refreshDeadlineMs;
      await learn(key, copy, { operation: {}, signal, deadlineAt, background: true });
    });
  };
}

/** The wall clock's time from which on the copy is refreshed. */
function dueAt(key: ProductKey, { fetchedAt, freshMs }: Copy<unknown>): number {
  const share = refreshAheadFrom + (refreshAheadTo - refreshAheadFrom) * spread(productKey(key));
  return fetchedAt + share * freshMs;
}

/**
 * A number from 0 to 1 that is always the same for a text, and even over many: FNV-1a, and a last stir, without which
 * texts that differ in their last characters alone lie close together.
 */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

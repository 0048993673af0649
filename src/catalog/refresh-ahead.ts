import type { Copy } from '../cache/entry-cache.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Quota } from '../rate-limit/permits.ts';
import type { ProductKey } from './answer.ts';
import type { Background } from './background.ts';
import { askedOften, dayReserve, refreshAheadFrom, refreshAheadTo, refreshDeadlineMs } from './lifetimes.ts';
import { productKey, type CachedProduct } from './cached-values.ts';

/** What refreshing ahead is made of. */
export type RefreshAheadOptions = {
  /** Walks the chain for a product and remembers what it finds. */
  readonly learn: (key: ProductKey, copy: Copy<CachedProduct>, asker: Waiter) => Promise<unknown>;
  readonly background: Background;
  /** In chain order. */
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly clock: Clock;
};

/** Told of each fresh copy that answers. */
export type RefreshAhead = (key: ProductKey, copy: Copy<CachedProduct>) => void;

/**
 * Refreshes, behind the answer, a product that is asked for often and whose life is nearly over; once in its life, and
 * in seats that nobody else wants. The moment differs from product to product.
 */
export function createRefreshAhead(options: RefreshAheadOptions): RefreshAhead {
  const { learn, background, sources, batcher, clock } = options;
  // By the remembered object itself: a count lives as long as what it counts, and a refreshed product starts at none.
  const lives = new WeakMap<CachedProduct, { asks: number; readonly dueAt: number }>();

  /** Whether every account that the walk may charge has an idle permit, and more of its day left than the reserve. */
  function mayRefresh({ marketplace }: ProductKey): boolean {
    const asked = sources.filter((source) => source.unavailableReason(marketplace) === undefined);
    return batcher.permitsOf(asked).every((permits) => permits.dueInMs() === 0 && isAboveReserve(permits.quota()));
  }

  return (key, copy) => {
    if (copy.value.kind !== 'product') return;
    let life = lives.get(copy.value);
    if (life === undefined) lives.set(copy.value, (life = { asks: 0, dueAt: dueAt(key, copy) }));
    life.asks += 1;
    if (life.asks < askedOften || clock.wall() < life.dueAt || !mayRefresh(key)) return;
    life.asks = -Infinity;
    background.once(productKey(key), async (signal) => {
      const deadlineAt = clock.monotonic() + refreshDeadlineMs;
      await learn(key, copy, { operation: {}, signal, deadlineAt, background: true });
    });
  };
}

function isAboveReserve({ perDay, usedToday }: Quota): boolean {
  return perDay === undefined || perDay - usedToday > dayReserve * perDay;
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

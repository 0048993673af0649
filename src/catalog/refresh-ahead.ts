import type { Copy } from '../cache/entry-cache.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Batcher } from '../source/batching/batcher.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Quota } from '../rate-limit/permits.ts';
import type { ProductRequest } from './answer.ts';
import type { Background } from './background.ts';
import { refreshAheadAt, refreshAheadMinHits, refreshAheadReserve, refreshDeadlineMs } from './lifetimes.ts';
import { refreshWaiter } from './waiter.ts';
import { productKey, type CachedProduct } from './cached-values.ts';

/** Options of {@link createRefreshAhead}. */
export type RefreshAheadOptions = {
  /** Looks the product up in the sources and caches the result. */
  readonly fetchAndStore: (request: ProductRequest, copy: Copy<CachedProduct>, waiter: Waiter) => Promise<unknown>;
  readonly background: Background;
  /** In chain order. */
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly clock: Clock;
};

/** Called for each fresh copy that answers a request. */
export type RefreshAhead = (request: ProductRequest, copy: Copy<CachedProduct>) => void;

/**
 * Refreshes a popular product in the background shortly before it expires: once in its lifetime, and only in slots that
 * no operation needs. The moment differs between products.
 */
export function createRefreshAhead(options: RefreshAheadOptions): RefreshAhead {
  const { fetchAndStore, background, sources, batcher, clock } = options;
  // Keyed by the cached object: a refreshed product is a new object, so its count starts at 0.
  const usage = new WeakMap<CachedProduct, { hits: number; readonly dueAt: number }>();

  /** Whether every account that the lookup may charge has an idle permit, and calls to spare beyond the reserve. */
  function mayRefresh({ marketplace }: ProductRequest): boolean {
    const serving = sources.filter((source) => source.unavailableReason(marketplace) === undefined);
    if (serving.some((source) => batcher.isPaced(source, marketplace))) return false;
    return batcher.permitsOf(serving).every((permits) => permits.dueInMs() === 0 && isAboveReserve(permits.quota()));
  }

  return (request, copy) => {
    if (copy.value.kind !== 'product') return;
    let use = usage.get(copy.value);
    if (use === undefined) usage.set(copy.value, (use = { hits: 0, dueAt: dueAt(request, copy) }));
    use.hits += 1;
    if (use.hits < refreshAheadMinHits || clock.wall() < use.dueAt || !mayRefresh(request)) return;
    use.hits = -Infinity;
    background.once(productKey(request), async (signal) => {
      await fetchAndStore(request, copy, refreshWaiter(signal, clock.monotonic() + refreshDeadlineMs));
    });
  };
}

function isAboveReserve({ perDay, usedToday }: Quota): boolean {
  return perDay === undefined || perDay - usedToday > refreshAheadReserve * perDay;
}

function dueAt(request: ProductRequest, { fetchedAt, freshMs }: Copy<unknown>): number {
  return refreshAheadAt(fetchedAt, freshMs, hashToShare(productKey(request)));
}

/**
 * A number from 0 to 1, always the same for a text and evenly distributed over many texts: FNV-1a with a final mixing
 * step, without which texts that differ only in their last characters get nearly the same number.
 */
function hashToShare(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

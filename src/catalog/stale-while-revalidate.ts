import { orAborted, withTimeout } from '../async.ts';
import type { Copy } from '../cache/entry-cache.ts';
import type { Report } from '../event.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Clock } from '../clock.ts';
import type { Answer, Operation, ProductRequest } from './answer.ts';
import type { Background } from './background.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { refreshDeadlineMs, staleWaitMs } from './lifetimes.ts';
import { refreshWaiter, waiterOf } from './waiter.ts';
import { productKey, type CachedProduct } from './cached-values.ts';

/** Options of {@link createStaleWhileRevalidate}. */
export type StaleWhileRevalidateOptions = {
  /** Looks the product up in the sources and caches the result. */
  readonly fetchAndStore: (request: ProductRequest, copy: Copy<CachedProduct>, waiter: Waiter) => Promise<Answer>;
  readonly answers: AnswerBuilder;
  /** Whether the calls of the day are short, so that a copy answers without waiting for one. */
  readonly isPaced: (request: ProductRequest) => boolean;
  readonly background: Background;
  readonly clock: Clock;
  readonly report: Report;
};

/** Answers a request for which the cache has a stale copy. */
export type StaleWhileRevalidate = (
  request: ProductRequest,
  copy: Copy<CachedProduct>,
  operation: Operation,
  /** Monotonic milliseconds before the cache was read. */
  askedAt: number,
) => Promise<Answer>;

/**
 * The chain gets two seconds, or none while the day's calls are short; then the stale copy answers and the lookup goes on in the background, once per product.
 * When no permit was free in time, a background refresh then waits for a slot that no operation needs.
 */
export function createStaleWhileRevalidate(options: StaleWhileRevalidateOptions): StaleWhileRevalidate {
  const { fetchAndStore, answers, background, isPaced, clock, report } = options;
  const pending = new Map<string, Promise<Answer>>();

  function revalidate(
    request: ProductRequest,
    copy: Copy<CachedProduct>,
    operation: Operation,
    askedAt: number,
  ): Promise<Answer> {
    // An interactive operation does not wait with a bulk one: its own lookup promotes the question in the batcher.
    const key = `${operation.priority} ${productKey(request)}`;
    const joined = pending.get(key);
    if (joined !== undefined) return joined;
    // The lookup goes on after the operation that started it.
    const waiter = waiterOf({ ...operation, signal: new AbortController().signal }, askedAt);
    const refresh = fetchAndStore(request, copy, waiter).finally(() => pending.delete(key));
    pending.set(key, refresh);
    background.track(refresh.then((answered) => refreshLater(request, copy, answered)));
    return refresh;
  }

  function refreshLater(request: ProductRequest, copy: Copy<CachedProduct>, answered: Answer): void {
    const waited = answered.attempts.some(({ code }) => code === 'BUSY');
    if (!waited || isPaced(request) || answered.kind !== 'product' || answered.cacheStatus !== 'STALE') return;
    background.once(productKey(request), async (signal) => {
      await fetchAndStore(request, copy, refreshWaiter(signal, clock.monotonic() + refreshDeadlineMs));
    });
  }

  return async (request, copy, operation, askedAt) => {
    const refresh = revalidate(request, copy, operation, askedAt);
    const leftMs = operation.deadlineAt - clock.monotonic();
    const waitMs = isPaced(request) ? 0 : Math.min(staleWaitMs, leftMs);
    const better = await orAborted(
      withTimeout(refresh, waitMs, () => undefined),
      operation.signal,
    );
    if (better !== undefined && better.kind !== 'unavailable') return better;
    report({ type: 'stale-served', marketplace: request.marketplace });
    return answers.fromCopy(request, copy);
  };
}

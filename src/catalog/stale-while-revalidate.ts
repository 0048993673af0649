import { orAborted, withTimeout } from '../async.ts';
import type { Copy } from '../cache/entry-cache.ts';
import type { Report } from '../event.ts';
import type { Waiter } from '../source/batching/waiter.ts';
import type { Clock } from '../clock.ts';
import type { Answer, Operation, ProductKey } from './answer.ts';
import type { Background } from './background.ts';
import type { AnswerBuilder } from './answer-builder.ts';
import { refreshDeadlineMs, staleWaitMs } from './lifetimes.ts';
import { productKey, type CachedProduct } from './cached-values.ts';

/** What a refresher is made of. */
export type RefresherOptions = {
  /** Walks the chain for a product and remembers what it finds. */
  readonly learn: (key: ProductKey, copy: Copy<CachedProduct>, asker: Waiter) => Promise<Answer>;
  readonly answers: AnswerBuilder;
  readonly background: Background;
  readonly clock: Clock;
  readonly report: Report;
};

/** Answers where a stale copy is in hand. */
export type Refresher = (key: ProductKey, copy: Copy<CachedProduct>, operation: Operation) => Promise<Answer>;

/**
 * The chain gets two seconds; then the stale copy answers and the asking goes on behind it, once per product. Where
 * nobody could be asked in time, the refresh waits for a seat that nobody else wants.
 */
export function createRefresher({ learn, answers, background, clock, report }: RefresherOptions): Refresher {
  const underWay = new Map<string, Promise<Answer>>();

  function refreshed(key: ProductKey, copy: Copy<CachedProduct>, deadlineAt: number): Promise<Answer> {
    const id = productKey(key);
    const joined = underWay.get(id);
    if (joined !== undefined) return joined;
    const asker = { operation: {}, signal: new AbortController().signal, deadlineAt, background: false };
    const refresh = learn(key, copy, asker).finally(() => underWay.delete(id));
    underWay.set(id, refresh);
    background.track(refresh.then((answered) => refreshLater(key, copy, answered)));
    return refresh;
  }

  function refreshLater(key: ProductKey, copy: Copy<CachedProduct>, answered: Answer): void {
    const waited = answered.attempts.some(({ code }) => code === 'BUSY');
    if (!waited || answered.kind !== 'product' || answered.cacheStatus !== 'STALE') return;
    background.once(productKey(key), async (signal) => {
      const deadlineAt = clock.monotonic() + refreshDeadlineMs;
      await learn(key, copy, { operation: {}, signal, deadlineAt, background: true });
    });
  }

  return async (key, copy, operation) => {
    const refresh = refreshed(key, copy, operation.deadlineAt);
    const waitMs = Math.min(staleWaitMs, operation.deadlineAt - clock.monotonic());
    const better = await orAborted(
      withTimeout(refresh, waitMs, () => undefined),
      operation.signal,
    );
    if (better !== undefined && better.kind !== 'unavailable') return better;
    report({ type: 'stale-served', marketplace: key.marketplace });
    return answers.fromCopy(key, copy);
  };
}

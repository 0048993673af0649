import type { Copy } from '../cache/entry-cache.ts';
import { scoreProduct, type QualityContext } from '../product/quality.ts';
import type { Product } from '../product/product.ts';
import { unavailability } from '../source/attempt.ts';
import type { Found, Walk } from '../source/chain.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Answer, CacheStatus, ProductAnswer, ProductKey } from './answer.ts';
import type { CachedProduct } from './cached-values.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';

/** A product and what is known about how it was come by. */
export type Origin = {
  readonly product: Product;
  readonly source: SourceId;
  readonly accuracy: number;
  readonly cacheStatus: CacheStatus;
  readonly fetchedAt: number;
  readonly freshMs: number;
  readonly attempts: readonly Attempt[];
};

/** How answers are put together; the stale limit is where freshness reaches 0. */
export type AnswerBuilder = {
  fromOrigin(origin: Origin): ProductAnswer;
  /** What a copy says. `attempts` is the walk that could do no better, if there was one. */
  fromCopy(key: ProductKey, copy: Copy<CachedProduct>, attempts?: readonly Attempt[]): Answer;
  /** What a walk came to, with the copy that was in hand. */
  fromWalk(key: ProductKey, walk: Walk, copy: Copy<CachedProduct> | undefined): Answer;
};

/** What answers are made with. */
export type AnswerBuilderOptions = {
  readonly sources: readonly Source[];
  /** Age at which freshness reaches 0. */
  readonly staleLimitMs: number;
  readonly clock: Clock;
  /** Between 0 and 1; spreads `retryAfterMs`. */
  readonly random: () => number;
};

/** Last resorts in their order: stale copy, else the best rejected candidate, else why not. */
export function createAnswerBuilder(options: AnswerBuilderOptions): AnswerBuilder {
  const { sources, staleLimitMs, clock, random } = options;
  const disclaimers = new Map(sources.map(({ id, disclaimer }) => [id, disclaimer]));

  function disclaimerOf({ product, source }: Origin): { readonly disclaimer?: string } {
    const disclaimer = disclaimers.get(source);
    const says = product.price !== undefined || product.availability !== 'UNKNOWN';
    return says && disclaimer !== undefined ? { disclaimer } : {};
  }

  function fromOrigin(origin: Origin): ProductAnswer {
    const { accuracy, freshMs, ...answer } = origin;
    const stale = origin.cacheStatus === 'STALE';
    return {
      kind: 'product',
      ...answer,
      ...disclaimerOf(origin),
      expiresAt: origin.fetchedAt + freshMs,
      quality() {
        const context: QualityContext = { accuracy, ageMs: clock.wall() - origin.fetchedAt, staleLimitMs, stale };
        return scoreProduct(origin.product, context);
      },
    };
  }

  function fromCopy(key: ProductKey, copy: Copy<CachedProduct>, attempts = copy.value.attempts): Answer {
    const { value, fetchedAt, freshMs, state } = copy;
    if (value.kind === 'missing') return { kind: 'not-found', asin: key.asin, marketplace: key.marketplace, attempts };
    const cacheStatus = state === 'fresh' ? 'FRESH' : 'STALE';
    const { product, source, accuracy } = value;
    return fromOrigin({ product, source, accuracy, cacheStatus, fetchedAt, freshMs, attempts });
  }

  function live({ product, source, fetchedAt }: Found, attempts: readonly Attempt[]): ProductAnswer {
    const { id, accuracy, freshMs } = source;
    return fromOrigin({
      product,
      source: id,
      accuracy,
      cacheStatus: 'LIVE',
      fetchedAt,
      freshMs,
      attempts,
    });
  }

  return {
    fromOrigin,
    fromCopy,
    fromWalk(key, walk, copy) {
      const { asin, marketplace } = key;
      const { attempts } = walk;
      const notFound: Answer = { kind: 'not-found', asin, marketplace, attempts };
      if (walk.accepted !== undefined) return live(walk.accepted, attempts);
      if (walk.missing && walk.candidate === undefined && walk.errors.length === 0) return notFound;
      if (copy !== undefined) return fromCopy(key, copy, attempts);
      if (walk.candidate !== undefined) return live(walk.candidate, attempts);
      if (walk.missing) return notFound;
      return { kind: 'unavailable', asin, marketplace, attempts, ...unavailability(walk.errors, random) };
    },
  };
}

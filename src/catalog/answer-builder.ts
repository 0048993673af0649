import type { Copy } from '../cache/entry-cache.ts';
import { scoreProduct, type QualityContext } from '../product/quality.ts';
import type { Product } from '../product/product.ts';
import { unavailability } from '../source/attempt.ts';
import type { ChainResult, Found } from '../source/chain.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Answer, CacheStatus, NotFoundAnswer, ProductAnswer, ProductRequest } from './answer.ts';
import type { CachedProduct } from './cached-values.ts';
import { absenceExpiresAt } from './lifetimes.ts';
import type { Attempt, SourceId } from '../vocabulary.ts';

/** A product and its provenance. */
export type Origin = {
  readonly product: Product;
  readonly source: SourceId;
  readonly accuracy: number;
  readonly cacheStatus: CacheStatus;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
  readonly freshMs: number;
  readonly attempts: readonly Attempt[];
};

/** Makes answers out of cached copies and results of the chain. */
export type AnswerBuilder = {
  fromOrigin(origin: Origin): ProductAnswer;
  /**
   * @param attempts those of a lookup that found nothing better than the copy; by default those that led to the copy
   */
  fromCopy(request: ProductRequest, copy: Copy<CachedProduct>, attempts?: readonly Attempt[]): Answer;
  /** @param copy what the cache had, fresh or stale */
  fromChain(request: ProductRequest, result: ChainResult, copy: Copy<CachedProduct> | undefined): Answer;
};

/** Options of {@link createAnswerBuilder}. */
export type AnswerBuilderOptions = {
  readonly sources: readonly Source[];
  /** Age at which freshness reaches 0. */
  readonly staleLimitMs: number;
  readonly clock: Clock;
  /** Between 0 and 1; spreads `retryAfterMs`. */
  readonly random: () => number;
};

/** Creates the builder. Its last resorts, in this order: the stale copy, the best rejected candidate, the failure. */
export function createAnswerBuilder(options: AnswerBuilderOptions): AnswerBuilder {
  const { sources, staleLimitMs, clock, random } = options;
  const disclaimers = new Map(sources.map(({ id, disclaimer }) => [id, disclaimer]));

  function disclaimerOf({ product, source }: Origin): { readonly disclaimer?: string } {
    const disclaimer = disclaimers.get(source);
    const isNeeded = product.price !== undefined || product.availability !== 'UNKNOWN';
    return isNeeded && disclaimer !== undefined ? { disclaimer } : {};
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

  function fromCopy(
    { asin, marketplace }: ProductRequest,
    copy: Copy<CachedProduct>,
    attempts = copy.value.attempts,
  ): Answer {
    const { value, fetchedAt, freshMs, state } = copy;
    if (value.kind === 'missing') {
      return { kind: 'not-found', asin, marketplace, attempts, expiresAt: fetchedAt + freshMs };
    }
    const cacheStatus = state === 'fresh' ? 'FRESH' : 'STALE';
    const { product, source, accuracy } = value;
    return fromOrigin({ product, source, accuracy, cacheStatus, fetchedAt, freshMs, attempts });
  }

  function live({ product, source, fetchedAt }: Found, attempts: readonly Attempt[]): ProductAnswer {
    const { id, accuracy, freshMs } = source;
    return fromOrigin({ product, source: id, accuracy, cacheStatus: 'LIVE', fetchedAt, freshMs, attempts });
  }

  function notFound({ asin, marketplace }: ProductRequest, result: ChainResult): NotFoundAnswer {
    const { attempts, endedAt, surelyMissing } = result;
    return { kind: 'not-found', asin, marketplace, attempts, expiresAt: absenceExpiresAt(endedAt, surelyMissing) };
  }

  return {
    fromOrigin,
    fromCopy,
    fromChain(request, result, copy) {
      const { asin, marketplace } = request;
      const { attempts, accepted, candidate, missing, errors } = result;
      if (accepted !== undefined) return live(accepted, attempts);
      if (missing && candidate === undefined && errors.length === 0) return notFound(request, result);
      if (copy !== undefined) return fromCopy(request, copy, attempts);
      if (candidate !== undefined) return live(candidate, attempts);
      if (missing) return notFound(request, result);
      return { kind: 'unavailable', asin, marketplace, attempts, ...unavailability(errors, random) };
    },
  };
}

import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Clock } from '../clock.ts';
import { SourceError } from './source-error.ts';
import type { Source } from './source.ts';

/** The outcome of one source: it was skipped for a reason, it answered, or it failed. */
export type Step<R> = { readonly source: Source } & (
  | { readonly kind: 'skipped'; readonly code: string }
  | { readonly kind: 'answered'; readonly answer: R; readonly durationMs: number }
  | { readonly kind: 'failed'; readonly error: SourceError; readonly durationMs: number }
);

/** Options of {@link tryInOrder}. */
export type TryInOrderOptions<R> = {
  readonly sources: readonly Source[];
  readonly marketplace: MarketplaceCode;
  /** Another reason to skip a source; `undefined` if there is none. */
  readonly whySkip?: (source: Source) => string | undefined;
  /** Monotonic milliseconds by which the last source must have answered. */
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Calls one source, which must answer by `deadlineAt` (monotonic milliseconds). */
  readonly call: (source: Source, deadlineAt: number) => Promise<R>;
};

/** While a later source remains, one source gets at most this share of the remaining time. */
const shareOfDeadline = 0.4;

/**
 * Calls one source after the other and yields each outcome; the caller stops reading when it has an answer. Sources
 * that do not serve the marketplace, or that `whySkip` names a reason for, are skipped.
 *
 * @throws the signal's abort reason, and nothing else
 */
export async function* tryInOrder<R>(options: TryInOrderOptions<R>): AsyncGenerator<Step<R>, void, void> {
  const { sources, marketplace, clock, signal, call } = options;
  const reasons = sources.map((source) => source.unavailableReason(marketplace) ?? options.whySkip?.(source));
  const last = reasons.lastIndexOf(undefined);
  for (const [index, source] of sources.entries()) {
    const code = reasons[index];
    if (code !== undefined) {
      yield { source, kind: 'skipped', code };
      continue;
    }
    const startedAt = clock.monotonic();
    const leftMs = options.deadlineAt - startedAt;
    const deadlineAt = index === last ? options.deadlineAt : startedAt + shareOfDeadline * leftMs;
    try {
      const answer = await call(source, deadlineAt);
      yield { source, kind: 'answered', answer, durationMs: clock.monotonic() - startedAt };
    } catch (thrown) {
      signal.throwIfAborted();
      const error = SourceError.from(thrown, source.id);
      yield { source, kind: 'failed', error, durationMs: clock.monotonic() - startedAt };
    }
  }
}

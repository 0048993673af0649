import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Clock } from '../clock.ts';
import { SourceError } from './source-error.ts';
import type { Source } from './source.ts';

/** How one source fared: it was skipped and why, it answered, or it failed. */
export type Step<R> = { readonly source: Source } & (
  | { readonly kind: 'skipped'; readonly code: string }
  | { readonly kind: 'answered'; readonly answer: R; readonly durationMs: number }
  | { readonly kind: 'failed'; readonly error: SourceError; readonly durationMs: number }
);

/** Which sources to ask about which marketplace, and how. */
export type TryInOrderOptions<R> = {
  readonly sources: readonly Source[];
  readonly marketplace: MarketplaceCode;
  /** Monotonic milliseconds by which the last source must have answered. */
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Asks one source, which must answer by `deadlineAt`. */
  readonly ask: (source: Source, deadlineAt: number) => Promise<R>;
};

/** While a later source remains, one source gets at most this share of the time that is left. */
const shareOfDeadline = 0.4;

/**
 * Asks one source after the other, whatever the question; the caller stops reading when it has what it wants. Sources
 * that do not serve the marketplace are skipped.
 *
 * @throws the signal's abort reason, and nothing else
 */
export async function* tryInOrder<R>(options: TryInOrderOptions<R>): AsyncGenerator<Step<R>, void, void> {
  const { sources, marketplace, clock, signal, ask } = options;
  const reasons = sources.map((source) => source.unavailableReason(marketplace));
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
      const answer = await ask(source, deadlineAt);
      yield { source, kind: 'answered', answer, durationMs: clock.monotonic() - startedAt };
    } catch (thrown) {
      signal.throwIfAborted();
      const error = SourceError.from(thrown, source.id);
      yield { source, kind: 'failed', error, durationMs: clock.monotonic() - startedAt };
    }
  }
}

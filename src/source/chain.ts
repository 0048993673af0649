import type { Report } from '../event.ts';
import { whyImplausible, type KnownProduct } from '../product/plausibility.ts';
import type { Product } from '../product/product.ts';
import { isAcceptable, scoreAtFetch } from '../product/quality.ts';
import type { ProductQuestion } from '../product/question.ts';
import type { Clock } from '../clock.ts';
import type { Attempt } from '../vocabulary.ts';
import type { Batcher } from './batching/batcher.ts';
import type { Waiter } from './batching/waiter.ts';
import { ignoredBy } from './ignored-by.ts';
import { SourceError } from './source-error.ts';
import type { Finding, Source } from './source.ts';
import { tryInOrder, type Step } from './try-in-order.ts';

/** A product and its source. */
export type Found = {
  readonly product: Product;
  readonly source: Source;
  /** The score at fetch time, 0 to 1. */
  readonly overall: number;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
};

/** The result of a lookup along the chain. */
export type ChainResult = {
  readonly attempts: readonly Attempt[];
  /** The product that was good enough to end the lookup. */
  readonly accepted?: Found;
  /** The best product that was not accepted, because of its score or because a part of it is unknown. */
  readonly candidate?: Found;
  /** At least one source answered that there is no such product. */
  readonly missing: boolean;
  /** The first source that was called answered so, and no other source failed: the absence may be cached. */
  readonly surelyMissing: boolean;
  readonly errors: readonly SourceError[];
  /** Wall clock, milliseconds since the epoch. */
  readonly endedAt: number;
};

/** The sources in the order they are called. */
export interface Chain {
  /**
   * Calls one source after the other for one product until an answer is accepted.
   *
   * @param known the cached copy, fresh or stale; a price that was read from text is compared with it
   * @throws the waiter's abort reason, and nothing else
   */
  lookUp(question: ProductQuestion, waiter: Waiter, known?: KnownProduct): Promise<ChainResult>;
  readonly sources: readonly Source[];
}

/** Options of {@link createChain}. */
export type ChainOptions = {
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly clock: Clock;
  readonly report: Report;
  /** Removes secrets from the messages of failed attempts, which clients can read. Default: leaves them as they are. */
  readonly redact?: ((message: string) => string) | undefined;
};

/** Creates the chain in the order of `sources`. */
export function createChain({ sources, batcher, clock, report, redact }: ChainOptions): Chain {
  const lookUp = batcher.open((source) => source.operations.lookup);
  return {
    sources,
    async lookUp(question, waiter, known) {
      const { signal, operation } = waiter;
      const collector = createCollector({ question, operation, known, clock, report, redact });
      const call = async (source: Source, deadlineAt: number): Promise<Finding> => {
        if (deadlineAt <= clock.monotonic()) throw new SourceError('DEADLINE', 'no time was left');
        return await lookUp(source, question, { ...waiter, deadlineAt });
      };
      const { deadlineAt } = waiter;
      for await (const step of tryInOrder({
        sources,
        marketplace: question.marketplace,
        deadlineAt,
        signal,
        clock,
        call,
      })) {
        if (collector.add(step)) break;
      }
      return collector.result();
    },
  };
}

type CollectorOptions = Pick<ChainOptions, 'clock' | 'report' | 'redact'> &
  Pick<Waiter, 'operation'> & {
    readonly question: ProductQuestion;
    readonly known: KnownProduct | undefined;
  };

/** Collects the outcome of each source, scores products, and keeps the best product that was not accepted. */
function createCollector({ question, operation, known: copy, clock, report, redact }: CollectorOptions) {
  /** What a price that was read from text is compared with: the copy, and the answers of APIs in this lookup. */
  const known: KnownProduct[] = copy === undefined ? [] : [copy];
  const attempts: Attempt[] = [];
  const errors: SourceError[] = [];
  let accepted: Found | undefined;
  let candidate: Found | undefined;
  let missing = 0;
  let firstIsMissing: boolean | undefined;

  const addAttempt = (attempt: Attempt) => {
    attempts.push(attempt);
    report({ type: 'attempt', marketplace: question.marketplace, attempt, operationRef: operation });
  };
  const doubtOf = (product: Product, source: Source): string | undefined =>
    source.readsText === true ? whyImplausible(product, known, clock.wall()) : undefined;
  const consider = (product: Product, source: Source): Found => {
    const overall = scoreAtFetch(product, source.accuracy);
    const found = { product, source, overall, fetchedAt: clock.wall() };
    if (candidate === undefined || found.overall > candidate.overall) candidate = found;
    if (source.readsText !== true) known.push(found);
    return found;
  };

  return {
    /** Returns whether the product was accepted, which ends the lookup. */
    add(step: Step<Finding>): boolean {
      const { source } = step;
      if (step.kind === 'skipped') {
        addAttempt({ source: source.id, outcome: 'SKIPPED', code: step.code, durationMs: 0 });
        return false;
      }
      const finding: Finding = step.kind === 'answered' ? step.answer : step;
      const { durationMs } = step;
      firstIsMissing ??= finding.kind === 'missing';
      const attempt = { source: source.id, durationMs };
      if (finding.kind === 'missing') {
        missing += 1;
        addAttempt({ ...attempt, outcome: 'MISSING' });
        return false;
      }
      if (finding.kind === 'failed') {
        errors.push(finding.error);
        const { candidate: partial } = finding;
        if (partial !== undefined && doubtOf(partial, source) === undefined) consider(partial, source);
        const { code } = finding.error;
        const message = redact?.(finding.error.message) ?? finding.error.message;
        addAttempt({ ...attempt, outcome: code === 'DAY_QUOTA' ? 'SKIPPED' : 'FAILED', code, message });
        return false;
      }
      const { product } = finding;
      report({ type: 'scored', source: source.id, product, overall: scoreAtFetch(product, source.accuracy) });
      const doubt = doubtOf(product, source);
      if (doubt !== undefined) {
        // Not a candidate: the product that contradicts it is one, or the cached copy is. But the product exists.
        errors.push(new SourceError('MALFORMED', doubt));
        addAttempt({ ...attempt, outcome: 'REJECTED', code: 'IMPLAUSIBLE', message: doubt });
        return false;
      }
      if (isAcceptable(product, source.accuracy)) {
        accepted = consider(product, source);
        addAttempt({ ...attempt, outcome: 'FOUND', ...ignoredBy(source, question, product) });
        return true;
      }
      consider(product, source);
      addAttempt({ ...attempt, outcome: 'REJECTED', ...ignoredBy(source, question, product) });
      return false;
    },
    result(): ChainResult {
      return {
        attempts,
        endedAt: clock.wall(),
        ...(accepted !== undefined && { accepted }),
        ...(candidate !== undefined && { candidate }),
        missing: missing > 0,
        surelyMissing: firstIsMissing === true && errors.length === 0 && candidate === undefined,
        errors,
      };
    },
  };
}

import type { Report } from '../event.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { whyImplausible, type KnownProduct } from '../product/plausibility.ts';
import type { Product } from '../product/product.ts';
import { isAcceptable, scoreAtFetch } from '../product/quality.ts';
import type { ProductQuestion } from '../product/question.ts';
import type { Clock } from '../clock.ts';
import type { Attempt } from '../vocabulary.ts';
import type { Batcher } from './batching/batcher.ts';
import type { Waiter } from './batching/waiter.ts';
import { SourceError } from './source-error.ts';
import type { Finding, Source } from './source.ts';
import { tryInOrder, type Step } from './try-in-order.ts';

/** A product and where it came from. */
export type Found = {
  readonly product: Product;
  readonly source: Source;
  readonly overall: number;
  /** Wall clock, milliseconds since the epoch. */
  readonly fetchedAt: number;
};

/** Where a walk along the sources ended. */
export type Walk = {
  readonly attempts: readonly Attempt[];
  /** Good enough: the walk ended here. */
  readonly accepted?: Found;
  /** The best of what was not: rejected by its score, or learned only in part. */
  readonly candidate?: Found;
  /** Some source answered that there is no such product. */
  readonly missing: boolean;
  /** The first source that could be asked said so, and no other failed: worth remembering. */
  readonly surelyMissing: boolean;
  readonly errors: readonly SourceError[];
  /** Wall clock, milliseconds since the epoch. */
  readonly endedAt: number;
};

/** The sources in the order they are asked. */
export interface Chain {
  /**
   * Asks one source after the other for one product until an answer is accepted.
   *
   * @param known the copy in hand, however old: a price read from text is held against it
   * @throws the asker's abort reason, and nothing else
   */
  walk(question: ProductQuestion, asker: Waiter, known?: KnownProduct): Promise<Walk>;
  readonly sources: readonly Source[];
}

/** Everything the chain is made of. */
export type ChainOptions = {
  readonly sources: readonly Source[];
  readonly batcher: Batcher;
  readonly clock: Clock;
  readonly report: Report;
  /** Takes secrets out of what a source says of its failure, which clients are told; nothing when absent. */
  readonly redact?: ((message: string) => string) | undefined;
};

/** Makes the chain; order is that of `sources`. */
export function createChain({ sources, batcher, clock, report, redact }: ChainOptions): Chain {
  const lookUp = batcher.open((source) => source.operations.lookup);
  return {
    sources,
    async walk(question, asker, known) {
      const { marketplace } = question;
      const { signal, operation } = asker;
      const trail = createTrail({ marketplace, operation, known, clock, report, redact });
      const ask = async (source: Source, deadlineAt: number): Promise<Finding> => {
        if (deadlineAt <= clock.monotonic()) throw new SourceError('DEADLINE', 'no time was left');
        return await lookUp(source, question, { ...asker, deadlineAt });
      };
      const { deadlineAt } = asker;
      for await (const step of tryInOrder({ sources, marketplace, deadlineAt, signal, clock, ask })) {
        if (trail.add(step)) break;
      }
      return trail.end();
    },
  };
}

type TrailOptions = Pick<ChainOptions, 'clock' | 'report' | 'redact'> &
  Pick<Waiter, 'operation'> & {
    readonly marketplace: MarketplaceCode;
    readonly known: KnownProduct | undefined;
  };

/** Writes down how each source fared and keeps the best of what was not accepted. */
function createTrail({ marketplace, operation, known: copy, clock, report, redact }: TrailOptions) {
  /** What a price read from text is held against: the copy, and what APIs said on this walk. */
  const known: KnownProduct[] = copy === undefined ? [] : [copy];
  const attempts: Attempt[] = [];
  const errors: SourceError[] = [];
  let accepted: Found | undefined;
  let candidate: Found | undefined;
  let missing = 0;
  let firstSaidMissing: boolean | undefined;

  const note = (attempt: Attempt) => {
    attempts.push(attempt);
    report({ type: 'attempt', marketplace, attempt, operationRef: operation });
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
    /** Returns whether the walk ends here. */
    add(walked: Step<Finding>): boolean {
      const { source } = walked;
      if (walked.kind === 'skipped') {
        note({ source: source.id, outcome: 'SKIPPED', code: walked.code, durationMs: 0 });
        return false;
      }
      const finding: Finding = walked.kind === 'answered' ? walked.answer : walked;
      const { durationMs } = walked;
      firstSaidMissing ??= finding.kind === 'missing';
      const step = { source: source.id, durationMs };
      if (finding.kind === 'missing') {
        missing += 1;
        note({ ...step, outcome: 'MISSING' });
        return false;
      }
      if (finding.kind === 'failed') {
        errors.push(finding.error);
        const { candidate: partial } = finding;
        if (partial !== undefined && doubtOf(partial, source) === undefined) consider(partial, source);
        const { code } = finding.error;
        const message = redact?.(finding.error.message) ?? finding.error.message;
        note({ ...step, outcome: code === 'DAY_QUOTA' ? 'SKIPPED' : 'FAILED', code, message });
        return false;
      }
      const { product } = finding;
      report({ type: 'scored', source: source.id, product, overall: scoreAtFetch(product, source.accuracy) });
      const doubt = doubtOf(product, source);
      if (doubt !== undefined) {
        // No candidate: whoever contradicts it is one, or the copy in hand. The product does exist, though.
        errors.push(new SourceError('MALFORMED', doubt));
        note({ ...step, outcome: 'REJECTED', code: 'IMPLAUSIBLE', message: doubt });
        return false;
      }
      if (isAcceptable(product, source.accuracy)) {
        accepted = consider(product, source);
        note({ ...step, outcome: 'FOUND' });
        return true;
      }
      consider(product, source);
      note({ ...step, outcome: 'REJECTED' });
      return false;
    },
    end(): Walk {
      return {
        attempts,
        endedAt: clock.wall(),
        ...(accepted !== undefined && { accepted }),
        ...(candidate !== undefined && { candidate }),
        missing: missing > 0,
        surelyMissing: firstSaidMissing === true && errors.length === 0 && candidate === undefined,
        errors,
      };
    },
  };
}

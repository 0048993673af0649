import type { Report } from '../event.ts';
import type { Asin } from '../product/asin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { whyImplausible, type KnownProduct } from '../product/plausibility.ts';
import type { Product } from '../product/product.ts';
import { isAcceptable, scoreAtFetch } from '../product/quality.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Attempt } from './attempt.ts';
import type { Asker } from './flight.ts';
import type { Packer } from './packer.ts';
import { SourceError } from './source-error.ts';
import type { Finding, Source } from './source.ts';

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
  walk(asin: Asin, marketplace: MarketplaceCode, asker: Asker, known?: KnownProduct): Promise<Walk>;
  readonly sources: readonly Source[];
}

/** While a later source remains, one source gets at most this share of the time that is left. */
export const shareOfDeadline = 0.4;

/** Everything the chain is made of. */
export type ChainOptions = {
  readonly sources: readonly Source[];
  readonly packer: Packer;
  readonly clock: Clock;
  readonly report: Report;
};

/** Makes the chain; order is that of `sources`. */
export function createChain({ sources, packer, clock, report }: ChainOptions): Chain {
  return {
    sources,
    async walk(asin, marketplace, asker, known) {
      const trail = createTrail({ marketplace, operation: asker.operation, known, clock, report });
      for (const [index, source] of sources.entries()) {
        const unserved = source.unserved(marketplace);
        if (unserved !== undefined) {
          trail.skipped(source, unserved);
          continue;
        }
        const startedAt = clock.monotonic();
        const later = sources.slice(index + 1).some((next) => next.unserved(marketplace) === undefined);
        const deadlineAt = later ? startedAt + shareOfDeadline * (asker.deadlineAt - startedAt) : asker.deadlineAt;
        const finding = await ask(source, asin, marketplace, { ...asker, deadlineAt });
        if (trail.found(source, finding, clock.monotonic() - startedAt)) break;
      }
      return trail.end();
    },
  };

  async function ask(source: Source, asin: Asin, marketplace: MarketplaceCode, asker: Asker): Promise<Finding> {
    if (asker.deadlineAt <= clock.monotonic()) return failed(new SourceError('DEADLINE', 'no time was left'));
    try {
      return await packer.lookup(source, marketplace, asin, asker);
    } catch (thrown) {
      asker.signal.throwIfAborted();
      return failed(SourceError.from(thrown, source.id));
    }
  }
}

function failed(error: SourceError): Finding {
  return { kind: 'failed', error };
}

type TrailOptions = Pick<ChainOptions, 'clock' | 'report'> &
  Pick<Asker, 'operation'> & {
    readonly marketplace: MarketplaceCode;
    readonly known: KnownProduct | undefined;
  };

/** Writes down how each source fared and keeps the best of what was not accepted. */
function createTrail({ marketplace, operation, known: copy, clock, report }: TrailOptions) {
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
    report({ type: 'attempt', marketplace, attempt, asker: operation });
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
    skipped(source: Source, code: string) {
      note({ source: source.id, outcome: 'SKIPPED', code, durationMs: 0 });
    },
    /** Returns whether the walk ends here. */
    found(source: Source, finding: Finding, durationMs: number): boolean {
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
        const { code, message } = finding.error;
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

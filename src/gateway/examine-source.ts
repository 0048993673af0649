import { remedyFor } from '../analytics/advice/remedies.ts';
import { reasonInWords } from '../analytics/advice/unusable-sources.ts';
import type { SourceInfo } from '../analytics/collect/source-statistics.ts';
import type { Clock } from '../clock.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { keyOf, type ProductQuestion } from '../product/question.ts';
import type { Permits } from '../rate-limit/permits.ts';
import { takePermit } from '../rate-limit/take-permit.ts';
import { SourceError } from '../source/source-error.ts';
import type { Finding, Source } from '../source/source.ts';
import type { SourceId } from '../vocabulary.ts';

/** What one call shows about a source. */
export type Verdict = {
  readonly source: SourceId;
  /** The name for people. */
  readonly label: string;
  /** The account in AMAZON_ACCOUNTS; absent for the one of the plain variables. */
  readonly account?: string;
  readonly marketplace: MarketplaceCode;
  /** `SKIPPED`: the source is not called for this marketplace. */
  readonly state: 'WORKS' | 'SKIPPED' | 'FAILS';
  /** The failure class, or the reason for which the source is skipped. */
  readonly code?: string;
  /** What was found, in words, without a secret. */
  readonly finding: string;
  /** What the operator can do. */
  readonly remedy?: string;
  readonly durationMs: number;
};

/** A source in one of its accounts, with the permits of the account. */
export type ExaminedSource = {
  readonly source: Source;
  readonly permits: Permits;
  readonly info: SourceInfo;
  readonly question: ProductQuestion;
  /** Absent for the account of the plain variables. */
  readonly account?: string;
};

/** A call must be able to leave within this time, so that its answer is in time. */
const permitWithinMs = 2_500;
const callBudgetMs = 3_000;

/** Gets one token and makes one call, with a permit of the source's account. Never rejects. */
export async function examineSource(
  { source, permits, info, question, account }: ExaminedSource,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Verdict> {
  const { marketplace, asin } = question;
  const startedAt = clock.monotonic();
  const verdict = (state: Verdict['state'], finding: string): Verdict => {
    const durationMs = Math.round(clock.monotonic() - startedAt);
    const which = { source: source.id, label: info.label, ...(account !== undefined && { account }) };
    return { ...which, marketplace, state, finding, durationMs };
  };
  const trouble = { source: info, ...(account !== undefined && { account }) };
  const withRemedy = (one: Verdict, code: string, message: string): Verdict => {
    return { ...one, code, remedy: remedyFor({ ...trouble, marketplace, code, message }) };
  };
  const reason = source.unavailableReason(marketplace);
  if (reason !== undefined) return withRemedy(verdict('SKIPPED', reasonInWords(reason)), reason, '');
  try {
    const finding = await callOnce(source, permits, question, signal);
    if (finding.kind === 'failed') throw finding.error;
    if (finding.kind === 'missing') return verdict('WORKS', `it answered that there is no ${asin}`);
    const { title = asin, price } = finding.product;
    return verdict('WORKS', price === undefined ? title : `${title}, ${price.amount} ${price.currency}`);
  } catch (thrown) {
    const late = signal.aborted && !(thrown instanceof SourceError);
    const error = late
      ? new SourceError('TIMEOUT', `${info.label}: no answer in time`)
      : SourceError.from(thrown, info.label);
    return withRemedy(verdict('FAILS', error.message), error.code, error.message);
  }
}

async function callOnce(
  source: Source,
  permits: Permits,
  question: ProductQuestion,
  signal: AbortSignal,
): Promise<Finding> {
  await source.ready(question.marketplace, signal);
  const permit = await takePermit(permits, permitWithinMs, signal);
  if ('refused' in permit) throw new SourceError(permit.refused, 'no call is left for this check');
  try {
    const context = { ...question, signal, budgetMs: callBudgetMs };
    const findings = await source.operations.lookup.perform([question], context);
    const finding = findings.get(keyOf(question));
    if (finding === undefined) throw new SourceError('MALFORMED', 'the answer is about another product');
    return finding;
  } catch (thrown) {
    if (thrown instanceof SourceError && thrown.unsent) permit.refund();
    if (thrown instanceof SourceError && thrown.code === 'THROTTLED') permits.throttled(thrown.retryAfterMs);
    throw thrown;
  }
}

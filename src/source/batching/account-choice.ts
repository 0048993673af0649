import type { QuestionGroup } from '../../product/question.ts';
import type { FailureCode } from '../../vocabulary.ts';
import { SourceError } from '../source-error.ts';
import type { CallQueue } from './call-queue.ts';
import type { Waiter } from './waiter.ts';

/** The queue of one account that could answer a question. */
export type Line<Q extends QuestionGroup, R> = {
  readonly queue: CallQueue<Q, R>;
  /** In how many milliseconds the lookup could be sent; `Infinity` while the account makes no calls. */
  readonly earliestMs: (waiter: Waiter) => number;
};

/** Failures of an account, not of Amazon or of the question: another account may still answer. */
const ofAccount: ReadonlySet<FailureCode> = new Set(['CREDENTIALS', 'THROTTLED', 'DAY_QUOTA', 'CIRCUIT_OPEN', 'BUSY']);

/**
 * Asks the account whose permit is due first, or the one that is being asked this question already. While an account
 * itself is in trouble, the next one is asked.
 *
 * @throws {SourceError} the failure of the first account, when no account can answer
 */
export async function askOne<Q extends QuestionGroup, R>(
  lines: readonly Line<Q, R>[],
  question: Q,
  waiter: Waiter,
): Promise<R> {
  let left = lines;
  let failure: SourceError | undefined;
  for (;;) {
    const line = choose(left, question, waiter);
    try {
      return await line.queue.answer(question, waiter);
    } catch (error) {
      if (!(error instanceof SourceError && ofAccount.has(error.code))) throw error;
      failure ??= error;
      left = left.filter((one) => one !== line);
      if (left.length === 0) throw failure;
    }
  }
}

function choose<Q extends QuestionGroup, R>(lines: readonly Line<Q, R>[], question: Q, waiter: Waiter): Line<Q, R> {
  const [first, ...others] = lines;
  if (first === undefined) throw new Error('no account serves the marketplace');
  if (others.length === 0) return first;
  const pending = lines.find(({ queue }) => queue.has(question));
  if (pending !== undefined) return pending;
  let best = { line: first, earliestMs: first.earliestMs(waiter) };
  for (const line of others) {
    const earliestMs = line.earliestMs(waiter);
    if (earliestMs < best.earliestMs) best = { line, earliestMs };
  }
  return best.line;
}

import type { CallDetails, AroundCall, Report } from '../../event.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import { SourceError } from '../source-error.ts';
import type { Source, SourceOperation } from '../source.ts';
import type { PendingLookup } from './pending-lookup.ts';
import type { RetryBudget } from './retry-budget.ts';

/** One upstream call that is about to be sent, and everything it reports to. */
export type Call<Q extends QuestionGroup, R> = {
  readonly source: Source;
  /** What its questions have in common. */
  readonly group: QuestionGroup;
  readonly operation: SourceOperation<Q, R>;
  readonly lookups: readonly PendingLookup<Q, R>[];
  readonly permit: Permit;
  readonly circuit: Circuit;
  readonly retries: RetryBudget;
  readonly clock: Clock;
  readonly report: Report;
  readonly around?: AroundCall | undefined;
  readonly owner: { took(source: Source, durationMs: number): void };
};

/** How a call ended: with answers by key, or with the error that all of it failed with. */
export type CallOutcome<R> =
  | { readonly results: ReadonlyMap<string, R>; readonly error?: undefined }
  | { readonly error: SourceError };

/** The call was given up because nobody waited for it any more. */
const abandoned = new SourceError('TIMEOUT', 'nobody waits for this call any more');

/**
 * Makes the call and tells the circuit, the retry budget and the listeners how it went. Never rejects. The call ends
 * when it is answered, when its time is up, or when the last of its waiters has left, whichever is first.
 */
export async function runCall<Q extends QuestionGroup, R>(call: Call<Q, R>): Promise<CallOutcome<R>> {
  const { clock, circuit, source } = call;
  const startedAt = clock.monotonic();
  const operationRef = call.lookups[0]?.operation;
  const controller = new AbortController();
  const latestAt = Math.max(...call.lookups.map(({ deadlineAt }) => deadlineAt));
  const budgetMs = Math.min(source.timeoutMs, Math.max(1, latestAt - startedAt));
  const timeOut = () => {
    controller.abort(new SourceError('TIMEOUT', `${source.id} did not answer within ${Math.round(budgetMs)} ms`));
  };
  const timer = setTimeout(timeOut, budgetMs);
  for (const lookup of call.lookups) {
    lookup.called(() => {
      if (!call.lookups.every((other) => other.abandoned)) return;
      // Waiters that ran out of time are the upstream's failure, waiters that hung up are not.
      if (call.lookups.some((other) => other.timedOut)) timeOut();
      else controller.abort(abandoned);
    });
  }
  call.retries.called();
  try {
    const questions = call.lookups.map(({ question }) => question);
    const context = { ...call.group, signal: controller.signal, budgetMs };
    const perform = () => Promise.race([call.operation.perform(questions, context), rejectedBy(controller.signal)]);
    const results = await (call.around === undefined ? perform() : call.around(aboutOf(call), perform));
    circuit.succeeded();
    tell('ANSWERED');
    return { results };
  } catch (thrown) {
    const error = SourceError.from(controller.signal.aborted ? controller.signal.reason : thrown, source.id);
    if (error.unsent) call.permit.refund();
    if (error === abandoned) tell('ABORTED');
    else {
      if (isSample(error, call.lookups)) circuit.failed(error.code);
      tell(error.code, error);
    }
    return { error };
  } finally {
    clearTimeout(timer);
    for (const lookup of call.lookups) lookup.callEnded();
  }

  function tell(outcome: 'ANSWERED' | 'ABORTED' | SourceError['code'], error?: SourceError): void {
    const durationMs = clock.monotonic() - startedAt;
    if (outcome === 'ANSWERED') call.owner.took(source, durationMs);
    call.report({
      type: 'call',
      source: source.id,
      marketplace: call.group.marketplace,
      operation: call.operation.name,
      outcome,
      durationMs,
      items: call.lookups.length,
      slots: call.operation.batchSize,
      operationRef,
      ...(error !== undefined && { message: error.message }),
      ...(error?.badRequest === true && { badRequest: true }),
    });
  }
}

/**
 * A refusal for our own doing says nothing about the upstream's health. An expired token is such a refusal; that a
 * fresh one is refused as well is not.
 */
function isSample(error: SourceError, lookups: readonly { readonly lastError: SourceError | undefined }[]): boolean {
  if (error.tokenRefused) return lookups.some(({ lastError }) => lastError?.tokenRefused === true);
  return error.code !== 'THROTTLED' && error.code !== 'BUSY' && !error.unnamedFault && !error.badRequest;
}

function aboutOf<Q extends QuestionGroup, R>({
  source,
  group: { marketplace },
  operation,
  lookups,
}: Call<Q, R>): CallDetails {
  const operationRefs = lookups.flatMap((lookup) => lookup.operation ?? []);
  return { source: source.id, marketplace, operation: operation.name, items: lookups.length, operationRefs };
}

/** Rejects with the signal's reason, so that a source that does not listen to it cannot hold its waiters. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

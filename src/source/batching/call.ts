import type { CallDetails, AroundCall, Report } from '../../event.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { Circuit } from '../../upstream/circuit.ts';
import type { Clock } from '../../clock.ts';
import type { Permit } from '../../rate-limit/permits.ts';
import { SourceError } from '../source-error.ts';
import type { Source, SourceOperation } from '../source.ts';
import type { PendingLookup } from './pending-lookup.ts';
import type { RetryBudget } from './retry-budget.ts';

/** One upstream call that is about to be sent, and the parts that learn its outcome. */
export type Call<Q extends QuestionGroup, R> = {
  readonly source: Source;
  /** The group of all its questions. */
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

/** The outcome of a call: answers by key, or the error of the whole call. */
export type CallOutcome<R> =
  | { readonly results: ReadonlyMap<string, R>; readonly error?: undefined }
  | { readonly error: SourceError };

/** The call was aborted because no waiter was left. */
const abandoned = new SourceError('TIMEOUT', 'no waiter is left for this call');

/**
 * Makes the call and reports its outcome to the circuit, the retry budget and the listeners. Never rejects. The call
 * ends when it is answered, when its time is up, or when its last waiter leaves.
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
      // A waiter whose time ran out is a failure of the upstream; a waiter that disconnected is not.
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
    reportCall('ANSWERED');
    return { results };
  } catch (thrown) {
    const error = SourceError.from(controller.signal.aborted ? controller.signal.reason : thrown, source.id);
    if (error.unsent) call.permit.refund();
    if (error === abandoned) reportCall('ABORTED');
    else {
      if (isSample(error, call.lookups)) circuit.failed(error.code);
      reportCall(error.code, error);
    }
    return { error };
  } finally {
    clearTimeout(timer);
    for (const lookup of call.lookups) lookup.callEnded();
  }

  function reportCall(outcome: 'ANSWERED' | 'ABORTED' | SourceError['code'], error?: SourceError): void {
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
 * Whether the failure says something about the health of the upstream. A refusal that the gateway caused does not, such
 * as that of an expired token; but a refusal of the new token does.
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

/** Rejects with the signal's reason, so that a source that ignores the signal cannot delay its waiters. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

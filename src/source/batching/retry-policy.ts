import { SourceError } from '../source-error.ts';

/**
 * What becomes of a question whose call failed: it ends with the error, waits for another call at once, waits for a
 * smaller call, or waits a moment first.
 */
export type RetryDecision = 'close' | 'requeue' | 'split' | 'backOff';

/** What the decision depends on besides the error. */
export type RetryCircumstances = {
  /** How many calls the question has been in, the failed one included. */
  readonly calls: number;
  /** Whether the questions of the failed call may be split once more. */
  readonly maySplit: boolean;
  readonly circuitOpen: boolean;
  /** Whether the source's share of retries is not used up. */
  readonly retriesLeft: boolean;
};

const mostThrottledCalls = 3;
const throttledToCredentials = 10;

/** Decides by the error, and by nothing that changes while it decides. */
export function retryDecision(error: SourceError, circumstances: RetryCircumstances): RetryDecision {
  const { calls, maySplit, circuitOpen, retriesLeft } = circumstances;
  if (circuitOpen) return 'close';
  if (error.code === 'THROTTLED') return calls < mostThrottledCalls ? 'requeue' : 'close';
  if (error.unnamedFault) return maySplit ? 'split' : 'close';
  if (calls > 1) return 'close';
  if (error.tokenRefused) return 'requeue';
  const mayPass = error.code === 'NETWORK' || error.code === 'SERVER' || error.code === 'TIMEOUT';
  return mayPass && retriesLeft ? 'backOff' : 'close';
}

/**
 * A 429 that says something else than "slow down": ten in a row at the lowest rate are not about the rate. Amazon answers
 * so to accounts that are not eligible.
 */
export function refusedAtAnyRate(throttledInARow: number, cause: SourceError, where: string): SourceError | undefined {
  if (throttledInARow < throttledToCredentials) return undefined;
  const why = 'the account may not be eligible (no qualified sales, or no access to this marketplace)';
  return new SourceError('CREDENTIALS', `${where} answers 429 at any rate: ${why}`, { cause });
}

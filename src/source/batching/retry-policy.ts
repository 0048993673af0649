import { SourceError } from '../source-error.ts';

/**
 * What happens to a lookup whose call failed: it ends with the error, waits for another call at once, waits for a
 * smaller call, or pauses first.
 */
export type RetryDecision = 'close' | 'requeue' | 'split' | 'backOff';

/** The circumstances of a failed call. */
export type RetryCircumstances = {
  /** How many calls have carried the lookup, including the failed one. */
  readonly calls: number;
  /** Whether the failed call may be split again. */
  readonly maySplit: boolean;
  readonly circuitOpen: boolean;
  /** Whether another account of the source could be asked instead. */
  readonly otherAccounts: boolean;
  /** Whether the source's retry budget is not used up. */
  readonly retriesLeft: boolean;
};

const mostThrottledCalls = 3;
const throttledToCredentials = 10;

/** Decides about one lookup. Depends on its arguments alone. */
export function retryDecision(error: SourceError, circumstances: RetryCircumstances): RetryDecision {
  const { calls, maySplit, circuitOpen, otherAccounts, retriesLeft } = circumstances;
  if (circuitOpen) return 'close';
  if (error.code === 'THROTTLED') return calls < mostThrottledCalls && !otherAccounts ? 'requeue' : 'close';
  if (error.unnamedFault) return maySplit ? 'split' : 'close';
  if (calls > 1) return 'close';
  if (error.tokenRefused) return 'requeue';
  const mayPass = error.code === 'NETWORK' || error.code === 'SERVER' || error.code === 'TIMEOUT';
  return mayPass && retriesLeft ? 'backOff' : 'close';
}

/**
 * The error for a 429 that does not mean "slow down": after ten in a row at the minimum rate, the rate is not the
 * reason. Amazon also answers 429 to accounts that are not eligible.
 */
export function refusedAtAnyRate(throttledInARow: number, cause: SourceError, where: string): SourceError | undefined {
  if (throttledInARow < throttledToCredentials) return undefined;
  const why = 'the account may not be eligible (no qualified sales, or no access to this marketplace)';
  return new SourceError('CREDENTIALS', `${where} answers 429 at any rate: ${why}`, { cause });
}

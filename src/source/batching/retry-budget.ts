/** Limits retries to a tenth of a source's calls, so that an outage does not double the traffic. */
export interface RetryBudget {
  called(): void;
  allows(): boolean;
  spent(): void;
}

const share = 0.1;

/** Creates a budget with one retry at the start, so that the first call may be retried. */
export function createRetryBudget(): RetryBudget {
  let calls = 0;
  let retries = 0;
  return {
    called() {
      calls += 1;
    },
    allows: () => retries < Math.max(1, Math.floor(calls * share)),
    spent() {
      retries += 1;
    },
  };
}

/** Keeps retries to a tenth of a source's calls, so that an outage is not answered with twice the traffic. */
export interface RetryBudget {
  called(): void;
  allows(): boolean;
  spent(): void;
}

const share = 0.1;

/** A budget that starts with one retry, so that the very first call may be asked again too. */
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

import { on, type Instruments, type Listeners } from './instruments.ts';

/** Upper bounds in seconds. */
const httpBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** Metrics of operations, HTTP exchanges and alerts. */
export function watchTraffic(make: Instruments, operationNames: ReadonlySet<string>): Listeners {
  const operations = make.pairs('operations_total', 'GraphQL operations by name and outcome.', [
    'operation',
    'outcome',
  ]);
  const rejected = make.counter(
    'requests_rejected_total',
    'Requests rejected for lack of a valid API key or over a rate limit.',
    ['code', 'client'],
  );
  const unexpected = make.counter('unexpected_errors_total', 'Unexpected errors, which clients see masked.', []);
  const http = make.histogram(
    'http_request_duration_seconds',
    'Duration from the head of a request to the end of its response, in seconds.',
    ['method', 'path', 'status'],
    httpBuckets,
  );
  const alerts = make.counter('alerts_total', 'Alerts for the webhook, by state and whether they were posted.', [
    'state',
    'outcome',
  ]);

  return {
    ...on('operation', ({ name, outcome }) => {
      const operation = name === undefined ? 'anonymous' : operationNames.has(name) ? name : 'other';
      operations(operation, outcome);
    }),
    ...on('http', ({ method, path, status, durationMs }) => {
      http.observe({ method: methods.has(method) ? method : 'other', path, status: String(status) }, durationMs / 1000);
    }),
    ...on('request-rejected', ({ code, client = 'none' }) => rejected.inc({ code, client })),
    ...on('unexpected', () => unexpected.inc()),
    ...on('alert', ({ state, failure }) => alerts.inc({ state, outcome: failure === undefined ? 'POSTED' : 'FAILED' })),
  };
}

import { on, type Instruments, type Listeners } from './instruments.ts';

/** Upper edges in seconds. */
const httpBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** What clients ask and how they are answered. */
export function watchTraffic(make: Instruments, operationNames: ReadonlySet<string>): Listeners {
  const operations = make.pairs('operations_total', 'GraphQL operations answered.', ['operation', 'outcome']);
  const turnedAway = make.counter('turned_away_total', 'Requests without a key of ours, or too many with one.', [
    'code',
    'client',
  ]);
  const unexpected = make.counter('unexpected_errors_total', 'Errors that nobody expected, masked from clients.', []);
  const http = make.histogram(
    'http_request_duration_seconds',
    'From the head of a request to the end of its answer.',
    ['method', 'path', 'status'],
    httpBuckets,
  );
  const alerts = make.counter('alerts_total', 'Alerts posted, or not, to the webhook.', ['state', 'outcome']);

  return {
    ...on('operation', ({ name, outcome }) => {
      const operation = name === undefined ? 'anonymous' : operationNames.has(name) ? name : 'other';
      operations(operation, outcome);
    }),
    ...on('http', ({ method, path, status, durationMs }) => {
      http.observe({ method: methods.has(method) ? method : 'other', path, status: String(status) }, durationMs / 1000);
    }),
    ...on('turned-away', ({ code, client = 'none' }) => turnedAway.inc({ code, client })),
    ...on('unexpected', () => unexpected.inc()),
    ...on('alert', ({ state, failure }) => alerts.inc({ state, outcome: failure === undefined ? 'POSTED' : 'FAILED' })),
  };
}

import type { Durations, DurationsOptions } from './durations.ts';
import { on, type Instruments, type Listeners } from './instruments.ts';

/** How long requests took, by method, path and status. */
export const httpDurations: DurationsOptions = {
  name: 'asin_gateway_http_request_duration_seconds',
  help: 'From the head of a request to the end of its answer.',
  labelNames: ['method', 'path', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
};

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** What clients ask and how they are answered. */
export function watchTraffic(make: Instruments, http: Durations, operationNames: ReadonlySet<string>): Listeners {
  const operations = make.pairs('operations_total', 'GraphQL operations answered.', ['operation', 'outcome']);
  const turnedAway = make.counter('turned_away_total', 'Requests without a key of ours, or too many with one.', [
    'code',
    'client',
  ]);
  const unexpected = make.counter('unexpected_errors_total', 'Errors that nobody expected, masked from clients.', []);
  const uncompiled = make.counter(
    'uncompiled_operations_total',
    'Operations asked often that could not be compiled.',
    [],
  );
  const alerts = make.counter('alerts_total', 'Alerts posted, or not, to the webhook.', ['state', 'outcome']);

  return {
    ...on('operation', ({ name, outcome }) => {
      const operation = name === undefined ? 'anonymous' : operationNames.has(name) ? name : 'other';
      operations(operation, outcome);
    }),
    ...on('http', ({ method, path, status, durationMs }) => {
      http.observe([methods.has(method) ? method : 'other', path, String(status)], durationMs / 1000);
    }),
    ...on('turned-away', ({ code, client = 'none' }) => turnedAway.inc({ code, client })),
    ...on('unexpected', () => unexpected.inc()),
    ...on('not-compiled', () => uncompiled.inc()),
    ...on('alert', ({ state, failure }) => alerts.inc({ state, outcome: failure === undefined ? 'POSTED' : 'FAILED' })),
  };
}

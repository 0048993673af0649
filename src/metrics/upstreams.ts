import type { Gauge } from 'prom-client';
import type { AccountReport, AnalyticsSnapshot } from '../analytics/snapshot.ts';
import { on, type Instruments, type Listeners } from './instruments.ts';

const callBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8];
const permitBuckets = [0.01, 0.1, 0.5, 1, 2, 3, 5, 8];
const itemBuckets = [1, 2, 3, 5, 7, 9, 10, 15, 20];
const circuitStates = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 } as const;

const queueLabels = ['source', 'priority', 'client'] as const;

/** The waiting lookups with their labels; `client` is empty when clients need no key. */
function queuedIn({ sources }: AnalyticsSnapshot) {
  return sources.flatMap(({ source, queued }) =>
    queued.map((lookups) => [{ source, priority: lookups.priority, client: lookups.client ?? '' }, lookups] as const),
  );
}

/** Metrics of upstream calls, permits, circuits and quotas. */
export function watchUpstreams(make: Instruments, snapshot: () => AnalyticsSnapshot): Listeners {
  const calls = make.counter('upstream_calls_total', 'Upstream calls by outcome; ABORTED: every waiter had left.', [
    'source',
    'marketplace',
    'operation',
    'outcome',
  ]);
  const latency = make.histogram(
    'upstream_call_duration_seconds',
    'Duration of answered calls, in seconds.',
    ['source'],
    callBuckets,
  );
  const items = make.histogram('upstream_call_items', 'ASINs per lookup call.', ['source'], itemBuckets);
  const blocked = make.counter('block_pages_total', 'Pages that were a robot check or a sign-in wall.', [
    'source',
    'marketplace',
  ]);
  const tokensRefused = make.counter('tokens_refused_total', 'Access tokens that a source could not get.', [
    'source',
    'code',
  ]);
  const waits = make.histogram(
    'permit_wait_seconds',
    'How long the oldest lookup of a call had waited when its permit was taken, in seconds.',
    ['source'],
    permitBuckets,
  );
  const queue = make.gauge('queue_length', 'Lookups still waiting when the last permit was taken.', ['source']);
  make.gauge('queued_lookups', 'Lookups that wait for a slot now.', queueLabels, (gauge) => {
    gauge.reset();
    for (const [labels, { count }] of queuedIn(snapshot())) gauge.set(labels, count);
  });
  make.gauge(
    'queued_oldest_seconds',
    'How long the oldest waiting lookup has waited, in seconds.',
    queueLabels,
    (gauge) => {
      gauge.reset();
      for (const [labels, { oldestWaitMs }] of queuedIn(snapshot())) gauge.set(labels, oldestWaitMs / 1000);
    },
  );
  const throttled = make.counter('throttled_total', 'Responses with status 429.', ['source']);
  const rate = make.gauge(
    'permits_per_second',
    'Current rate limit of calls per second, which throttling lowers.',
    ['source'],
    (gauge) => {
      for (const { source, quota } of snapshot().sources) if (quota) gauge.set({ source }, quota.perSecond);
    },
  );
  const circuit = make.gauge('circuit_state', '0 closed, 1 half-open, 2 open; absent until the circuit first opens.', [
    'source',
    'marketplace',
    'operation',
    'account',
  ]);
  watchAccounts(make, snapshot);
  make.gauge('quota_used', 'Calls charged to the account in the current UTC day.', ['source'], (gauge) => {
    for (const { source, quota } of snapshot().sources) if (quota) gauge.set({ source }, quota.usedToday);
  });
  make.gauge('quota_remaining', 'Calls left to the account in the current UTC day.', ['source'], (gauge) => {
    for (const { source, quota } of snapshot().sources) {
      if (quota?.remainingToday !== undefined) gauge.set({ source }, quota.remainingToday);
    }
  });

  return {
    ...on('call', ({ source, marketplace, operation, outcome, durationMs, items: carried }) => {
      calls.inc({ source, marketplace, operation, outcome });
      if (outcome === 'ANSWERED') latency.observe({ source }, durationMs / 1000);
      if (outcome === 'BLOCKED') blocked.inc({ source, marketplace });
      if (operation === 'lookup' && outcome !== 'ABORTED') items.observe({ source }, carried);
    }),
    ...on('token-refused', ({ source, code }) => tokensRefused.inc({ source, code })),
    ...on('permit', ({ source, waitedMs, queued }) => {
      waits.observe({ source }, waitedMs / 1000);
      queue.set({ source }, queued);
    }),
    ...on('throttled', ({ source, perSecond }) => {
      throttled.inc({ source });
      rate.set({ source }, perSecond);
    }),
    ...on('circuit', ({ source, marketplace, operation, account, state }) =>
      circuit.set({ source, marketplace, operation, ...(account !== undefined && { account }) }, circuitStates[state]),
    ),
  };
}

/** The same numbers for each account; circuits of further accounts have the label, too. */
function watchAccounts(make: Instruments, snapshot: () => AnalyticsSnapshot): void {
  const labels = ['source', 'account'] as const;
  const each = (read: (account: AccountReport) => number | undefined) => (gauge: Gauge<(typeof labels)[number]>) => {
    for (const { source, accounts = [] } of snapshot().sources) {
      for (const account of accounts) {
        const value = read(account);
        if (value !== undefined) gauge.set({ source, account: account.name }, value);
      }
    }
  };
  make.gauge(
    'account_permits_per_second',
    'Current rate limit of the account.',
    labels,
    each(({ quota }) => quota.perSecond),
  );
  make.gauge(
    'account_quota_used',
    'Calls charged to the account in the current UTC day.',
    labels,
    each(({ quota }) => quota.usedToday),
  );
  make.gauge(
    'account_quota_remaining',
    'Calls left to the account in the current UTC day.',
    labels,
    each(({ quota }) => quota.remainingToday),
  );
  make.gauge(
    'account_quota_projected',
    'Calls of the whole UTC day at the pace of the last quarter of an hour.',
    labels,
    each(({ quota }) => quota.projectedToday),
  );
  make.gauge(
    'account_paced',
    'Whether calls wait for more slots to fill, because the day’s calls would run out: 0 no, 1 yes.',
    labels,
    each(({ quota }) => (quota.pacing === undefined ? undefined : Number(quota.pacing === 'ACTIVE'))),
  );
  make.gauge(
    'account_queue_length',
    'Lookups and searches that wait for a call of the source in the account.',
    labels,
    each(({ queued }) => queued),
  );
  make.gauge(
    'account_circuit_state',
    'The worst circuit of the source in the account: 0 closed, 1 half-open, 2 open.',
    labels,
    each((account) => circuitStates[account.circuit]),
  );
}

import type { AccountReport, Latency, QueuedLookups, SourceReport } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { rounded } from '../../../vocabulary.ts';

export const CircuitStateEnum = builder.enumType('CircuitState', {
  description: 'The state of a circuit breaker, which decides whether calls to a source are made.',
  values: {
    CLOSED: { description: 'Calls are made.' },
    HALF_OPEN: { description: 'One call is made as a probe; all others fail immediately.' },
    OPEN: { description: 'No calls are made until the cool-down ends, because the source failed too often.' },
  },
});

export const LatencyType = builder.objectRef<Latency>('SourceLatency').implement({
  description: 'Percentiles of a duration, from a histogram.',
  fields: (t) => ({
    p50Ms: t.float({
      description: 'The 50th percentile (median) in milliseconds.',
      resolve: ({ p50Ms }) => rounded(p50Ms),
    }),
    p95Ms: t.float({ description: 'The 95th percentile in milliseconds.', resolve: ({ p95Ms }) => rounded(p95Ms) }),
    p99Ms: t.float({ description: 'The 99th percentile in milliseconds.', resolve: ({ p99Ms }) => rounded(p99Ms) }),
    count: t.exposeInt('count', { description: 'The number of measured durations.' }),
  }),
});

const LookupPriorityEnum = builder.enumType('LookupPriority', {
  description: 'The order in which lookups take the slots of calls.',
  values: {
    INTERACTIVE: { description: 'Lookups of operations that somebody waits for. They come first.' },
    BULK: { description: 'Lookups of operations with the header `x-gateway-priority: bulk`.' },
    REFRESH: { description: 'Background refreshes of cached copies. They come last.' },
  },
});

const QueuedLookupsType = builder.objectRef<QueuedLookups>('QueuedLookups').implement({
  description: 'The lookups of one priority and client that wait for a slot of a call.',
  fields: (t) => ({
    priority: t.expose('priority', { type: LookupPriorityEnum, description: 'Their priority.' }),
    client: t.exposeString('client', {
      nullable: true,
      description: "The name of the client's key. Null when clients need no key, and for refreshes.",
    }),
    count: t.exposeInt('count', { description: 'The number of lookups.' }),
    oldestWaitMs: t.float({
      description: 'How long the oldest of them has waited, in milliseconds.',
      resolve: ({ oldestWaitMs }) => rounded(oldestWaitMs),
    }),
  }),
});

const QuotaPacingEnum = builder.enumType('QuotaPacing', {
  description: 'Whether calls wait for more slots to fill, so that the calls of a day last until it ends.',
  values: {
    OFF: { description: 'Calls never wait: QUOTA_PACING is off, or the day is not limited.' },
    READY: { description: 'No call waits: at this pace the calls last for the day.' },
    ACTIVE: { description: "Calls wait for a bounded time: the day's calls would run out before the day does." },
  },
});

const SourceQuotaType = builder.objectRef<NonNullable<SourceReport['quota']>>('SourceQuota').implement({
  description: "The account's quota and its use. The Creators API and PA-API share one account.",
  fields: (t) => ({
    perSecond: t.exposeFloat('perSecond', {
      description: 'Current limit of calls per second; lower after throttling.',
    }),
    perDay: t.exposeInt('perDay', {
      nullable: true,
      description: 'Limit of calls per UTC day. Null when there is no daily limit.',
    }),
    usedToday: t.exposeInt('usedToday', { description: 'Calls that were made this UTC day.' }),
    remainingToday: t.exposeInt('remainingToday', {
      nullable: true,
      description: 'Calls that are left this UTC day. Null when there is no daily limit.',
    }),
    projectedToday: t.exposeInt('projectedToday', {
      nullable: true,
      description:
        'The calls of the whole UTC day at the pace of the last quarter of an hour. Null when there is no daily limit.',
    }),
    pacing: t.field({
      type: QuotaPacingEnum,
      description: 'Whether calls wait so that the day lasts. Of several accounts: whether those of one do.',
      resolve: ({ pacing }) => pacing ?? 'OFF',
    }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', description: 'When the next UTC day starts.' }),
    spentAt: t.expose('spentAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the daily quota will be used up at the rate of the last hour. Null when it lasts until the next day.',
    }),
  }),
});

const SourceFailureType = builder.objectRef<NonNullable<SourceReport['lastError']>>('SourceFailure').implement({
  description: 'A failed call.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The failure code, e.g. THROTTLED or CREDENTIALS.' }),
    message: t.exposeString('message', { description: 'The error message; it never contains a secret.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When the call failed.' }),
  }),
});

const SourceAccountType = builder.objectRef<AccountReport>('SourceAccount').implement({
  description: 'One account that a source is called in, with a queue, a quota and circuits of its own.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Its name in AMAZON_ACCOUNTS; `default` for the account of the plain variables.',
    }),
    quota: t.expose('quota', { type: SourceQuotaType, description: "The account's quota and its use." }),
    circuit: t.expose('circuit', {
      type: CircuitStateEnum,
      description: "The worst current state of the source's circuits in this account.",
    }),
    queued: t.exposeInt('queued', { description: 'Lookups and searches that wait for a call.' }),
  }),
});

export const SourceReportType = builder.objectRef<SourceReport>('SourceReport').implement({
  description:
    'Statistics of one source in the window. A request is one upstream call; calls for access tokens are not counted.',
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    label: t.exposeString('label', { description: "The source's display name, e.g. Creators API." }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether the source is configured and in the chain.' }),
    totalRequests: t.exposeInt('totalRequests', { description: 'Finished calls.' }),
    successes: t.exposeInt('successes', {
      description: 'Calls that were answered in the expected format, even if a requested product was missing.',
    }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of successful calls, 0 to 1. Null before the first call.',
    }),
    averageResponseMs: t.float({
      nullable: true,
      description: 'Exponential moving average (0.9 old, 0.1 new) in milliseconds. Null before the first call.',
      resolve: ({ averageResponseMs }) => rounded(averageResponseMs),
    }),
    latency: t.expose('latency', {
      type: LatencyType,
      nullable: true,
      description:
        'Percentiles of the duration of calls. Null before the first call, or when performance tracking is off.',
    }),
    circuit: t.expose('circuit', {
      type: CircuitStateEnum,
      description: "The worst current state of the source's circuits.",
    }),
    quota: t.expose('quota', {
      type: SourceQuotaType,
      nullable: true,
      description: 'The quota of all its accounts, and its use. Null when the source has no quota or is disabled.',
    }),
    accounts: t.field({
      type: [SourceAccountType],
      description: 'Each account that the source is called in. Empty when the source is disabled.',
      resolve: ({ accounts = [] }) => [...accounts],
    }),
    queued: t.field({
      type: [QueuedLookupsType],
      description:
        'The lookups that wait for a slot now, by priority and client, regardless of the window. Empty when nothing waits.',
      resolve: ({ queued }) => queued,
    }),
    itemsPerCall: t.float({
      nullable: true,
      description: 'Average number of ASINs per lookup call. Null before the first call.',
      resolve: ({ itemsPerCall }) => rounded(itemsPerCall),
    }),
    lastError: t.expose('lastError', {
      type: SourceFailureType,
      nullable: true,
      description: 'The latest failed call. Null when no call failed.',
    }),
  }),
});

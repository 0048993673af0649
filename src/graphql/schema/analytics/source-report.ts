import type { Latency, SourceReport } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';

/** Whether calls are let through. */
export const CircuitStateEnum = builder.enumType('CircuitState', {
  description: 'Whether calls to a source are let through.',
  values: {
    CLOSED: { description: 'They are.' },
    HALF_OPEN: { description: 'One is, to try; the others fail at once.' },
    OPEN: { description: 'None is: the source failed too often and is left alone for a while.' },
  },
});

/** Percentiles. */
export const LatencyType = builder.objectRef<Latency>('SourceLatency').implement({
  description: 'How long calls took, from a histogram.',
  fields: (t) => ({
    p50Ms: t.exposeFloat('p50Ms', { description: 'Half of the calls took at most so many milliseconds.' }),
    p95Ms: t.exposeFloat('p95Ms', { description: '95 of 100 calls took at most so many milliseconds.' }),
    p99Ms: t.exposeFloat('p99Ms', { description: '99 of 100 calls took at most so many milliseconds.' }),
    count: t.exposeInt('count', { description: 'How many calls were measured.' }),
  }),
});

const SourceQuotaType = builder.objectRef<NonNullable<SourceReport['quota']>>('SourceQuota').implement({
  description: "How much of the account's allowance is used. The Creators API and PA-API share one account.",
  fields: (t) => ({
    perSecond: t.exposeFloat('perSecond', { description: 'Calls a second at present; lower after throttling.' }),
    perDay: t.exposeInt('perDay', {
      nullable: true,
      description: 'Calls a UTC day. Null when there is no such limit.',
    }),
    usedToday: t.exposeInt('usedToday', { description: 'Calls made this UTC day.' }),
    remainingToday: t.exposeInt('remainingToday', {
      nullable: true,
      description: 'Calls left this UTC day. Null when there is no such limit.',
    }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', description: 'When the day begins anew.' }),
    spentAt: t.expose('spentAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the day’s calls will be used up at the pace of the last hour. Null when they last.',
    }),
  }),
});

const SourceFailureType = builder.objectRef<NonNullable<SourceReport['lastError']>>('SourceFailure').implement({
  description: 'A failed call.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The failure class, e.g. THROTTLED or CREDENTIALS.' }),
    message: t.exposeString('message', { description: 'What happened and where; never holds a secret.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

/** One source's record. */
export const SourceReportType = builder.objectRef<SourceReport>('SourceReport').implement({
  description: "One source's record in the window. A request is one upstream call; calls for tokens are none.",
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    label: t.exposeString('label', { description: "The source's name for people, e.g. Creators API." }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether it is configured and in the chain.' }),
    totalRequests: t.exposeInt('totalRequests', { description: 'Calls that ended.' }),
    successes: t.exposeInt('successes', {
      description: 'Calls answered in the expected shape, even if an item in the answer was missing.',
    }),
    successRate: t.exposeFloat('successRate', {
      nullable: true,
      description: 'Share of successes, 0 to 1. Null before the first call.',
    }),
    averageResponseMs: t.exposeFloat('averageResponseMs', {
      nullable: true,
      description: 'Exponential mean (0.9 old, 0.1 new) in milliseconds. Null before the first call.',
    }),
    latency: t.expose('latency', {
      type: LatencyType,
      nullable: true,
      description: 'Percentiles. Null before the first call, or when performance tracking is off.',
    }),
    circuit: t.expose('circuit', { type: CircuitStateEnum, description: "The source's worst circuit now." }),
    quota: t.expose('quota', {
      type: SourceQuotaType,
      nullable: true,
      description: 'How much of the allowance is used now. Null when the source has none or is off.',
    }),
    itemsPerCall: t.exposeFloat('itemsPerCall', {
      nullable: true,
      description: 'Mean ASINs per lookup call: how full calls are packed. Null before the first.',
    }),
    lastError: t.expose('lastError', {
      type: SourceFailureType,
      nullable: true,
      description: 'The latest failure. Null when there was none.',
    }),
  }),
});

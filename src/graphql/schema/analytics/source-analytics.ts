import type { AnalyticsSnapshot, CacheReport, Recommendation } from '../../../analytics/snapshot.ts';
import { AnalyticsBucketType } from './analytics-timeline.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { ErrorCountType } from './error-count.ts';
import { FleetReportType } from './fleet-report.ts';
import { OperationsReportType } from './operations-report.ts';
import { mostLookups, readRecentLookups } from '../../input/recent-lookup-input.ts';
import { RecentLookupType } from './recent-lookup.ts';
import { SourceReportType } from './source-report.ts';

const AnalyticsWindowEnum = builder.enumType('AnalyticsWindow', {
  description: 'How far back the statistics look.',
  values: {
    LAST_5_MINUTES: { description: 'The last five minutes.' },
    LAST_HOUR: { description: 'The last hour.' },
    LAST_DAY: { description: 'The last 24 hours.' },
    SINCE_START: { description: 'Since this process started.' },
  },
});

const CacheReportType = builder.objectRef<CacheReport>('CacheReport').implement({
  description: 'What the cache did in the window. One product or search page looked for is one hit or miss.',
  fields: (t) => ({
    size: t.exposeInt('size', { nullable: true, description: 'Entries held now. Null where counting them costs.' }),
    hits: t.exposeInt('hits', { description: 'Fresh copies found.' }),
    staleHits: t.exposeInt('staleHits', { description: 'Copies found past their `expiresAt`.' }),
    misses: t.exposeInt('misses', { description: 'Looked for and not found.' }),
    hitRate: t.exposeFloat('hitRate', {
      nullable: true,
      description: 'Share of fresh copies, 0 to 1. Null before anything was looked for.',
    }),
  }),
});

const RecommendationSeverityEnum = builder.enumType('RecommendationSeverity', {
  description: 'How urgent a recommendation is.',
  values: {
    INFO: { description: 'Could be better.' },
    WARNING: { description: 'Answers suffer, or soon will.' },
    CRITICAL: { description: 'A source is of no use until somebody acts.' },
  },
});

const RecommendationType = builder.objectRef<Recommendation>('Recommendation').implement({
  description: 'What an operator should do.',
  fields: (t) => ({
    severity: t.expose('severity', { type: RecommendationSeverityEnum, description: 'How urgent it is.' }),
    source: t.expose('source', {
      type: DataSourceEnum,
      nullable: true,
      description: 'The source it is about. Null when it is about the gateway.',
    }),
    message: t.exposeString('message', { description: 'What is wrong and what to do, for people.' }),
  }),
});

const SourceAnalyticsType = builder.objectRef<AnalyticsSnapshot>('SourceAnalytics').implement({
  description:
    'How the sources and the cache fare; the same numbers as on /metrics and /dashboard, counted in this process.',
  fields: (t) => ({
    timestamp: t.expose('timestamp', { type: 'DateTime', description: 'When the numbers were taken: now.' }),
    window: t.expose('window', { type: AnalyticsWindowEnum, description: 'How far back they look.' }),
    sources: t.field({
      type: [SourceReportType],
      description: 'One report for each source, those switched off included.',
      resolve: (snapshot) => snapshot.sources,
    }),
    cache: t.expose('cache', { type: CacheReportType, description: 'What the cache did.' }),
    operations: t.expose('operations', {
      type: OperationsReportType,
      description: 'GraphQL operations and the single products they asked for.',
    }),
    timeline: t.field({
      type: [AnalyticsBucketType],
      description: 'The window in slices of one length, the oldest first; SINCE_START shows the last 24 hours.',
      resolve: (snapshot) => snapshot.timeline,
    }),
    recentLookups: t.field({
      type: [RecentLookupType],
      description: 'The latest products asked for, the latest first, whatever the window.',
      args: { first: t.arg.int({ required: true, defaultValue: 20, description: `How many, 0 to ${mostLookups}.` }) },
      resolve: (snapshot, args) => snapshot.recentLookups.slice(0, readRecentLookups(args)),
    }),
    errors: t.field({
      type: [ErrorCountType],
      description: 'Failures by source, store and class since the start, the latest first.',
      resolve: (snapshot) => snapshot.errors,
    }),
    fleet: t.expose('fleet', {
      type: FleetReportType,
      nullable: true,
      description:
        'All instances that share a store. Null where the store is not shared, or while it cannot be reached.',
    }),
    recommendations: t.field({
      type: [RecommendationType],
      description: 'What an operator should do, most urgent first. Empty when all is well.',
      resolve: (snapshot) => snapshot.recommendations,
    }),
  }),
});

builder.queryField('sourceAnalytics', (t) =>
  t.field({
    type: SourceAnalyticsType,
    description: 'Statistics of the sources. Asks no source.',
    args: {
      window: t.arg({
        type: AnalyticsWindowEnum,
        required: true,
        defaultValue: 'SINCE_START',
        description: 'How far back to look.',
      }),
    },
    resolve: (_, { window }, { analytics }) => analytics.snapshot(window),
  }),
);

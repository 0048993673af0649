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
  description: 'The period that the statistics cover.',
  values: {
    LAST_5_MINUTES: { description: 'The last five minutes.' },
    LAST_HOUR: { description: 'The last hour.' },
    LAST_DAY: { description: 'The last 24 hours.' },
    SINCE_START: { description: 'Since the process started.' },
  },
});

const CacheReportType = builder.objectRef<CacheReport>('CacheReport').implement({
  description: 'Cache lookups in the window. Each lookup of a product or search page is one hit or miss.',
  fields: (t) => ({
    size: t.exposeInt('size', {
      nullable: true,
      description: 'Current number of entries. Null when counting them is expensive.',
    }),
    hits: t.exposeInt('hits', { description: 'Fresh copies that were found.' }),
    staleHits: t.exposeInt('staleHits', { description: 'Copies that were found past their `expiresAt`.' }),
    misses: t.exposeInt('misses', { description: 'Lookups that found no copy.' }),
    hitRate: t.exposeFloat('hitRate', {
      nullable: true,
      description: 'Share of lookups that found a fresh copy, 0 to 1. Null before the first lookup.',
    }),
  }),
});

const RecommendationSeverityEnum = builder.enumType('RecommendationSeverity', {
  description: 'The urgency of a recommendation.',
  values: {
    INFO: { description: 'There is room for improvement.' },
    WARNING: { description: 'The quality of answers suffers, or will suffer soon.' },
    CRITICAL: { description: 'A source is unusable until an operator acts.' },
  },
});

const RecommendationType = builder.objectRef<Recommendation>('Recommendation').implement({
  description: 'A recommendation to the operator.',
  fields: (t) => ({
    severity: t.expose('severity', { type: RecommendationSeverityEnum, description: 'Its urgency.' }),
    source: t.expose('source', {
      type: DataSourceEnum,
      nullable: true,
      description: 'The source that the recommendation is about. Null when it is about the gateway.',
    }),
    message: t.exposeString('message', { description: 'The problem and the recommended action, for people.' }),
  }),
});

const SourceAnalyticsType = builder.objectRef<AnalyticsSnapshot>('SourceAnalytics').implement({
  description:
    'Statistics of the sources, the cache and operations: the same numbers as on /metrics and /dashboard, counted in this process. A count above 2,147,483,647, the greatest Int, is returned as that value.',
  fields: (t) => ({
    timestamp: t.expose('timestamp', { type: 'DateTime', description: 'The time of the statistics: now.' }),
    window: t.expose('window', { type: AnalyticsWindowEnum, description: 'The period that the statistics cover.' }),
    sources: t.field({
      type: [SourceReportType],
      description: 'One report for each source, including disabled sources.',
      resolve: (snapshot) => snapshot.sources,
    }),
    cache: t.expose('cache', { type: CacheReportType, description: 'Cache lookups.' }),
    operations: t.expose('operations', {
      type: OperationsReportType,
      description: 'GraphQL operations and their product lookups.',
    }),
    timeline: t.field({
      type: [AnalyticsBucketType],
      description: 'The window in intervals of equal length, the oldest first. SINCE_START has the last 24 hours.',
      resolve: (snapshot) => snapshot.timeline,
    }),
    recentLookups: t.field({
      type: [RecentLookupType],
      description: 'The latest product lookups, the latest first, regardless of the window.',
      args: {
        first: t.arg.int({
          required: true,
          defaultValue: 20,
          description: `The number of lookups, 0 to ${mostLookups}.`,
        }),
      },
      resolve: (snapshot, args) => snapshot.recentLookups.slice(0, readRecentLookups(args)),
    }),
    errors: t.field({
      type: [ErrorCountType],
      description: 'Failures by source, marketplace and code since the process started, the latest first.',
      resolve: (snapshot) => snapshot.errors,
    }),
    fleet: t.expose('fleet', {
      type: FleetReportType,
      nullable: true,
      description:
        'All instances that share a cache store. Null when the store is not shared, or while it is unreachable.',
    }),
    recommendations: t.field({
      type: [RecommendationType],
      description: 'Recommendations to the operator, the most urgent first. Empty when there is nothing to do.',
      resolve: (snapshot) => snapshot.recommendations,
    }),
  }),
});

builder.queryField('sourceAnalytics', (t) =>
  t.field({
    type: SourceAnalyticsType,
    description: 'Statistics of the gateway. This query makes no upstream call.',
    args: {
      window: t.arg({
        type: AnalyticsWindowEnum,
        required: true,
        defaultValue: 'SINCE_START',
        description: 'The period that the statistics cover.',
      }),
    },
    resolve: (_, { window }, { analytics }) => analytics.snapshot(window),
  }),
);

import type { AnswerCounts, OperationCounts, SourceBucket, TimelineBucket } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { CircuitStateEnum } from './source-report.ts';
import { rounded } from '../../../vocabulary.ts';

export const AnswerCountsType = builder.objectRef<AnswerCounts>('AnswerCounts').implement({
  description: 'Product lookups by answer; searches are not counted.',
  fields: (t) => ({
    fresh: t.exposeInt('fresh', { description: 'Answered with a product from a source, or with a fresh copy.' }),
    stale: t.exposeInt('stale', { description: 'Answered with a copy past its `expiresAt`.' }),
    partial: t.exposeInt('partial', {
      description: 'Answered with an incomplete product, because no source had a complete one.',
    }),
    missing: t.exposeInt('missing', { description: 'Answered that the product does not exist.' }),
    failed: t.exposeInt('failed', { description: 'Not answered: the product was unavailable.' }),
  }),
});

const OperationCountsType = builder.objectRef<OperationCounts>('OperationCounts').implement({
  description: "GraphQL operations by outcome; the dashboard's own operations are not counted.",
  fields: (t) => ({
    ok: t.exposeInt('ok', { description: 'Operations without errors.' }),
    partial: t.exposeInt('partial', { description: 'Operations with data and errors.' }),
    failed: t.exposeInt('failed', { description: 'Operations with errors and no data.' }),
    refused: t.exposeInt('refused', {
      description: 'Operations that were refused before execution, e.g. because they were malformed or too complex.',
    }),
  }),
});

const CacheCountsType = builder.objectRef<TimelineBucket['cache']>('CacheCounts').implement({
  description: 'Cache lookups by result.',
  fields: (t) => ({
    fresh: t.exposeInt('fresh', { description: 'Fresh copies that were found.' }),
    stale: t.exposeInt('stale', { description: 'Copies that were found past their `expiresAt`.' }),
    missed: t.exposeInt('missed', { description: 'Lookups that found no copy.' }),
  }),
});

const SourceBucketType = builder.objectRef<SourceBucket>('SourceBucket').implement({
  description: 'The work of one source in one interval. Outcomes count products, not calls.',
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    calls: t.exposeInt('calls', { description: 'Finished upstream calls.' }),
    found: t.exposeInt('found', { description: 'Products that the source found and the gateway accepted.' }),
    missing: t.exposeInt('missing', { description: 'Products that do not exist according to the source.' }),
    rejected: t.exposeInt('rejected', { description: 'Products that were too incomplete to be accepted.' }),
    failed: t.exposeInt('failed', { description: 'Products whose lookup failed.' }),
    skipped: t.exposeInt('skipped', { description: 'Products for which the source was skipped.' }),
    p95Ms: t.float({
      nullable: true,
      description: '95th percentile of the duration of answered calls in milliseconds. Null when no call was answered.',
      resolve: ({ p95Ms }) => rounded(p95Ms),
    }),
    circuit: t.expose('circuit', {
      type: CircuitStateEnum,
      description: 'The worst state of its circuits in the interval.',
    }),
  }),
});

export const AnalyticsBucketType = builder.objectRef<TimelineBucket>('AnalyticsBucket').implement({
  description: 'One interval of the window, for charts.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'When the interval starts.' }),
    durationMs: t.exposeFloat('durationMs', {
      description: 'The length of the interval in milliseconds. The last interval may not be over yet.',
    }),
    operations: t.expose('operations', {
      type: OperationCountsType,
      description: 'Operations that ended in the interval.',
    }),
    operationP95Ms: t.float({
      nullable: true,
      description: '95th percentile of the duration of operations in milliseconds. Null when there were no operations.',
      resolve: ({ operationP95Ms }) => rounded(operationP95Ms),
    }),
    answers: t.expose('answers', {
      type: AnswerCountsType,
      description: 'Product lookups that were answered in the interval.',
    }),
    cache: t.expose('cache', { type: CacheCountsType, description: 'Cache lookups in the interval.' }),
    fallbackDepth: t.float({
      nullable: true,
      description: 'Average number of sources that were requested per product. Null when no source was requested.',
      resolve: ({ fallbackDepth }) => rounded(fallbackDepth),
    }),
    sources: t.field({
      type: [SourceBucketType],
      description: 'One entry for each source, in chain order.',
      resolve: (bucket) => bucket.sources,
    }),
  }),
});

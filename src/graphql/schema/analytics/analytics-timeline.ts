import type { AnswerCounts, OperationCounts, SourceBucket, TimelineBucket } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { CircuitStateEnum } from './source-report.ts';

/** How lookups were answered. */
export const AnswerCountsType = builder.objectRef<AnswerCounts>('AnswerCounts').implement({
  description: 'How single products were answered, searches aside.',
  fields: (t) => ({
    fresh: t.exposeInt('fresh', { description: 'From a source just then, or from a copy that was still fresh.' }),
    stale: t.exposeInt('stale', { description: 'From a copy past its `expiresAt`.' }),
    partial: t.exposeInt('partial', { description: 'With the best of what no source could complete.' }),
    missing: t.exposeInt('missing', { description: 'With the knowledge that there is no such product.' }),
    failed: t.exposeInt('failed', { description: 'Not at all: it could not be learned.' }),
  }),
});

const OperationCountsType = builder.objectRef<OperationCounts>('OperationCounts').implement({
  description: "How GraphQL operations ended; the dashboard's own are not counted.",
  fields: (t) => ({
    ok: t.exposeInt('ok', { description: 'Without an error.' }),
    partial: t.exposeInt('partial', { description: 'With data and errors.' }),
    failed: t.exposeInt('failed', { description: 'With nothing but errors.' }),
    refused: t.exposeInt('refused', { description: 'Refused before anything was asked, as malformed or too complex.' }),
  }),
});

const CacheCountsType = builder.objectRef<TimelineBucket['cache']>('CacheCounts').implement({
  description: 'Copies looked for.',
  fields: (t) => ({
    fresh: t.exposeInt('fresh', { description: 'Found fresh.' }),
    stale: t.exposeInt('stale', { description: 'Found past their `expiresAt`.' }),
    missed: t.exposeInt('missed', { description: 'Not found.' }),
  }),
});

const SourceBucketType = builder.objectRef<SourceBucket>('SourceBucket').implement({
  description: 'How one source fared in one slice of time; outcomes count single products, not calls.',
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    calls: t.exposeInt('calls', { description: 'Upstream calls that ended.' }),
    found: t.exposeInt('found', { description: 'Products whose answer was taken.' }),
    missing: t.exposeInt('missing', { description: 'Products it says do not exist.' }),
    rejected: t.exposeInt('rejected', { description: 'Products of which it had too little.' }),
    failed: t.exposeInt('failed', { description: 'Products it could not say anything of.' }),
    skipped: t.exposeInt('skipped', { description: 'Products it was not asked for.' }),
    p95Ms: t.exposeFloat('p95Ms', {
      nullable: true,
      description: '95 of 100 answered calls took at most so many milliseconds. Null when none was answered.',
    }),
    circuit: t.expose('circuit', { type: CircuitStateEnum, description: 'Its worst circuit in that time.' }),
  }),
});

/** One slice of a window. */
export const AnalyticsBucketType = builder.objectRef<TimelineBucket>('AnalyticsBucket').implement({
  description: 'One slice of a window, for charts.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'When it begins.' }),
    durationMs: t.exposeFloat('durationMs', { description: 'How long it is; the last one may not be over.' }),
    operations: t.expose('operations', { type: OperationCountsType, description: 'Operations that ended in it.' }),
    operationP95Ms: t.exposeFloat('operationP95Ms', {
      nullable: true,
      description: '95 of 100 operations took at most so many milliseconds. Null when there were none.',
    }),
    answers: t.expose('answers', { type: AnswerCountsType, description: 'Single products answered in it.' }),
    cache: t.expose('cache', { type: CacheCountsType, description: 'What the cache did.' }),
    fallbackDepth: t.exposeFloat('fallbackDepth', {
      nullable: true,
      description: 'Mean number of sources asked for one product. Null when none was asked for any.',
    }),
    sources: t.field({
      type: [SourceBucketType],
      description: 'One entry for each source, in chain order.',
      resolve: (bucket) => bucket.sources,
    }),
  }),
});

import type { FleetTotals, SourceCounts } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';

const FleetSourceType = builder.objectRef<SourceCounts>('FleetSource').implement({
  description: 'Calls of all instances to one source, since each instance started.',
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    totalRequests: t.exposeInt('totalRequests', { description: 'Finished upstream calls.' }),
    successes: t.exposeInt('successes', { description: 'Calls that were answered in the expected format.' }),
  }),
});

export const FleetReportType = builder.objectRef<FleetTotals>('FleetReport').implement({
  description: 'Totals over all instances that share one cache store. Instances exchange them every few seconds.',
  fields: (t) => ({
    instances: t.exposeInt('instances', { description: 'The number of running instances, including this instance.' }),
    sources: t.field({
      type: [FleetSourceType],
      description: 'One entry for each source, in chain order.',
      resolve: ({ sources }) => sources,
    }),
    cacheHits: t.int({ description: 'Fresh copies that were found.', resolve: ({ cache }) => cache.hits }),
    cacheStaleHits: t.int({
      description: 'Copies that were found past their `expiresAt`.',
      resolve: ({ cache }) => cache.staleHits,
    }),
    cacheMisses: t.int({ description: 'Lookups that found no copy.', resolve: ({ cache }) => cache.misses }),
  }),
});

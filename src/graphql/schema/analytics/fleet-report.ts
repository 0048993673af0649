import type { FleetTotals, SourceCounts } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';

const FleetSourceType = builder.objectRef<SourceCounts>('FleetSource').implement({
  description: 'What all instances together asked of one source, since each of them started.',
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    totalRequests: t.exposeInt('totalRequests', { description: 'Upstream calls that ended.' }),
    successes: t.exposeInt('successes', { description: 'Those that were answered in the expected shape.' }),
  }),
});

/** All instances that share a store. */
export const FleetReportType = builder.objectRef<FleetTotals>('FleetReport').implement({
  description: 'Totals over all instances that share one store; exchanged every few seconds.',
  fields: (t) => ({
    instances: t.exposeInt('instances', { description: 'How many instances are running, this one included.' }),
    sources: t.field({
      type: [FleetSourceType],
      description: 'One entry for each source, in chain order.',
      resolve: ({ sources }) => sources,
    }),
    cacheHits: t.int({ description: 'Fresh copies found.', resolve: ({ cache }) => cache.hits }),
    cacheStaleHits: t.int({
      description: 'Copies found past their `expiresAt`.',
      resolve: ({ cache }) => cache.staleHits,
    }),
    cacheMisses: t.int({ description: 'Looked for and not found.', resolve: ({ cache }) => cache.misses }),
  }),
});

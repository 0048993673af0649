import type { Provenance } from '../../catalog/answer.ts';
import { builder } from './builder.ts';
import { DataSourceEnum } from './data-source.ts';
import { SourceAttemptType } from './source-attempt.ts';

export const CacheStatusEnum = builder.enumType('CacheStatus', {
  description: 'Whether an answer was fetched for this operation or is a copy.',
  values: {
    LIVE: { description: 'Fetched from the source for this operation.' },
    FRESH: { description: 'A copy that has not reached its `expiresAt`.' },
    STALE: { description: 'A copy past its `expiresAt`, at most 24 hours old, because no source answered in time.' },
  },
});

export const ProvenanceType = builder.objectRef<Provenance>('Provenance').implement({
  description:
    'The source of an answer, and its age. All values of a product, or of a browse node, come from one source.',
  shareable: true,
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source of the values.' }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      description: 'Whether the values were fetched for this operation or are a copy.',
    }),
    fetchedAt: t.expose('fetchedAt', {
      type: 'DateTime',
      description:
        'When the source provided the values. If they are a copy, prices and availability must be shown together with this time.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the answer stops being fresh; in the past when `cacheStatus` is STALE.',
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'All sources that were tried or skipped, in order.',
      resolve: (answer) => answer.attempts,
    }),
    disclaimer: t.string({
      nullable: true,
      description:
        "The text that Amazon's terms require beside prices and availability from its associates APIs. Null when the answer has neither, or comes from another source.",
      resolve: ({ disclaimer }) => disclaimer,
    }),
  }),
});

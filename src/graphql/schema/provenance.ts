import type { ProductAnswer } from '../../catalog/answer.ts';

import { builder } from './builder.ts';
import { DataSourceEnum } from './data-source.ts';
import { SourceAttemptType } from './source-attempt.ts';

/** How old an answer is, told in one word. */
export const CacheStatusEnum = builder.enumType('CacheStatus', {
  description: 'Where an answer was taken from.',
  values: {
    LIVE: { description: 'Asked of the source for this very operation.' },
    FRESH: { description: 'A copy that has not reached its `expiresAt`.' },
    STALE: { description: 'A copy past its `expiresAt`, at most 24 hours old, because no source could say in time.' },
  },
});

/** Where a product was learned, when, and on which way. */
export const ProvenanceType = builder.objectRef<ProductAnswer>('Provenance').implement({
  description: 'Where an answer comes from and how old it is. One source answers for a whole product.',
  shareable: true,
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source that the product was learned from.' }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      description: 'Whether it was asked now or remembered.',
    }),
    fetchedAt: t.expose('fetchedAt', {
      type: 'DateTime',
      description: 'When the source said so. Prices and availability must be shown with this time when it is not now.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Until when the answer counts as fresh; in the past when `cacheStatus` is STALE.',
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'Every source on the way, in the order they were asked.',
      resolve: (answer) => answer.attempts,
    }),
    disclaimer: t.string({
      nullable: true,
      description:
        "What Amazon's terms want shown beside prices and availability of its associates APIs. Null when the answer contains neither, or comes from elsewhere.",
      resolve: ({ disclaimer }) => disclaimer,
    }),
  }),
});

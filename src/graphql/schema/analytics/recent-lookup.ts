import type { RecentLookup } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { MarketplaceEnum } from '../marketplace.ts';
import { CacheStatusEnum } from '../provenance.ts';
import { SourceAttemptType } from '../source-attempt.ts';

const LookupOutcomeEnum = builder.enumType('LookupOutcome', {
  description: 'The outcome of a lookup.',
  values: {
    FOUND: { description: 'The product was found.' },
    NOT_FOUND: { description: 'The product does not exist.' },
    UNAVAILABLE: { description: 'The product was unavailable.' },
  },
});

export const RecentLookupType = builder.objectRef<RecentLookup>('RecentLookup').implement({
  description: 'The lookup of one product, with all attempts.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When the lookup was answered.' }),
    asin: t.expose('asin', { type: 'ASIN', description: 'The requested ASIN.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The requested marketplace.' }),
    outcome: t.expose('outcome', { type: LookupOutcomeEnum, description: 'The outcome.' }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      nullable: true,
      description: 'Whether the product was fetched or is a copy. Null when there was no product.',
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'All sources that were tried or skipped, in order; for a copy, at the time when it was fetched.',
      resolve: (lookup) => lookup.attempts,
    }),
  }),
});

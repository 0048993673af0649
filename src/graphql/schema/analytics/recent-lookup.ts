import type { RecentLookup } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { MarketplaceEnum } from '../marketplace.ts';
import { CacheStatusEnum } from '../provenance.ts';
import { SourceAttemptType } from '../source-attempt.ts';

const LookupOutcomeEnum = builder.enumType('LookupOutcome', {
  description: 'What a lookup came to.',
  values: {
    FOUND: { description: 'The product.' },
    NOT_FOUND: { description: 'There is no such product.' },
    UNAVAILABLE: { description: 'It could not be learned.' },
  },
});

/** How one product was come by. */
export const RecentLookupType = builder.objectRef<RecentLookup>('RecentLookup').implement({
  description: 'One product that was asked for, with its path through the chain.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When it was answered.' }),
    asin: t.expose('asin', { type: 'ASIN', description: 'The product.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The store.' }),
    outcome: t.expose('outcome', { type: LookupOutcomeEnum, description: 'What it came to.' }),
    cacheStatus: t.expose('cacheStatus', {
      type: CacheStatusEnum,
      nullable: true,
      description: 'Where the answer came from. Null when there was no product to answer with.',
    }),
    attempts: t.field({
      type: [SourceAttemptType],
      description: 'The sources in the order they were asked; of a copy, when it was fetched.',
      resolve: (lookup) => lookup.attempts,
    }),
  }),
});

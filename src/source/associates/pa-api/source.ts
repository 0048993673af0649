import type { MarketplaceCode } from '../../../product/marketplace.ts';
import { searchConditions } from '../../../product/search/search-filter.ts';
import { itemResources } from '../common/resources.ts';
import { createAssociatesSource } from '../common/source.ts';
import { SourceError } from '../../source-error.ts';
import type { Source } from '../../source.ts';
import { callPaApi, type PaApiClientOptions } from './client.ts';
import { paApiFailure } from './failure.ts';

/** Options of the PA-API source. */
export type PaApiOptions = PaApiClientOptions & {
  /** The partner tag of each marketplace; a marketplace without one is not served. */
  readonly tags: Readonly<Partial<Record<MarketplaceCode, string>>>;
  /** How long its answers are fresh, in milliseconds. */
  readonly freshMs: number;
};

/** The Product Advertising API 5.0. */
export function createPaApiSource(options: PaApiOptions): Source {
  const { tags, clock, credential } = options;
  const unavailableReason = (marketplace: MarketplaceCode) =>
    tags[marketplace] === undefined ? 'NO_PARTNER_TAG' : undefined;
  return createAssociatesSource({
    id: 'PA_API',
    name: 'PA-API',
    freshMs: options.freshMs,
    unavailableReason,
    // Signing needs no token, and the pool opens connections on demand.
    ready: async () => undefined,

    resources: itemResources,
    conditions: searchConditions,

    async call(request) {
      const partnerTag = tags[request.marketplace];
      if (partnerTag === undefined) {
        throw new SourceError('CREDENTIALS', `${request.where}: NO_PARTNER_TAG`, { unsent: true });
      }
      return callPaApi(options, { ...request, partnerTag });
    },

    foundNothing: ({ faults }) => faults.length > 0 && faults.every(({ code }) => code === 'NoResults'),

    failureOf: (reply, where) =>
      paApiFailure(reply, { where, wallMs: clock.wall(), secrets: [credential.secretKey, credential.accessKey] }),
  });
}

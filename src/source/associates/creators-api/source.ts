import { marketplaces, type MarketplaceCode } from '../../../product/marketplace.ts';
import type { Clock } from '../../../clock.ts';
import { itemResources } from '../common/resources.ts';
import { createAssociatesSource } from '../common/source.ts';
import { SourceError } from '../../source-error.ts';
import type { Source } from '../../source.ts';
import { callCreatorsApi, tokenOf, type CreatorsClientOptions } from './client.ts';
import { creatorsFailure, saysNothingFound } from './failure.ts';
import { regionOfVersion, type CreatorsCredential } from './token.ts';

/** Options of the Creators API source. */
export type CreatorsApiOptions = CreatorsClientOptions & {
  readonly credential: CreatorsCredential;
  /** The partner tag of each marketplace; a marketplace without one is not served. */
  readonly tags: Readonly<Partial<Record<MarketplaceCode, string>>>;
  /** How long its answers are fresh, in milliseconds. */
  readonly freshMs: number;
  readonly clock: Clock;
};

/** The Creators API, PA-API's successor. */
export function createCreatorsApiSource(options: CreatorsApiOptions): Source {
  const { tags, clock, credential, tokens } = options;
  const region = regionOfVersion(credential.version);
  const unavailableReason = (marketplace: MarketplaceCode) => {
    if (tags[marketplace] === undefined) return 'NO_PARTNER_TAG';
    return marketplaces[marketplace].region === region ? undefined : 'NO_CREDENTIAL_FOR_REGION';
  };
  return createAssociatesSource({
    id: 'CREATORS_API',
    name: 'Creators API',
    freshMs: options.freshMs,
    unavailableReason,

    async ready(_marketplace, signal) {
      await tokenOf(tokens, signal);
    },

    resources: [...itemResources, 'images.primary.highRes', 'images.variants.highRes'],

    conditions: ['Any', 'New'],

    async call(request) {
      const partnerTag = tags[request.marketplace];
      const why = unavailableReason(request.marketplace);
      if (partnerTag === undefined || why !== undefined) {
        throw new SourceError('CREDENTIALS', `${request.where}: ${why}`, { unsent: true });
      }
      return callCreatorsApi(options, { ...request, partnerTag, version: credential.version });
    },

    foundNothing: saysNothingFound,

    failureOf: (reply, where) =>
      creatorsFailure(reply, { where, wallMs: clock.wall(), secrets: [credential.secret, credential.id] }),
  });
}

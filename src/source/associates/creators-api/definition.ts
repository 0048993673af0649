import type { EnvironmentReader } from '../../../config/environment.ts';
import type { Allowance } from '../../../rate-limit/permits.ts';
import { accountsVariable, readAccounts } from '../common/accounts.ts';
import { associatesFields } from '../common/provides.ts';
import { marketplaces, type Region } from '../../../product/marketplace.ts';
import { taggedMarketplaces, type PartnerTags } from '../common/partner-tags.ts';
import { associatesAccount, readAllowance, readTags, requireCredential, tagsInOrder } from '../common/settings.ts';
import { defineSource } from '../../definition.ts';
import { requireHomeRegion } from '../../home-region.ts';
import { tokenFailures } from '../../token-failure.ts';
import { createCreatorsApiSource } from './source.ts';
import {
  creatorsVersions,
  fetchCreatorsToken,
  regionOfVersion,
  type CreatorsCredential,
  type CreatorsVersion,
} from './token.ts';

/** The settings of the Creators API. */
export type CreatorsApiSettings = {
  readonly credential: CreatorsCredential;
  /** The partner tag of each marketplace that it serves. */
  readonly tags: PartnerTags;
  readonly allowance: Allowance;
  /** Origin to use instead of Amazon's. */
  readonly endpoint?: string;
  /** Full token URL to use instead of Amazon's. */
  readonly tokenEndpoint?: string;
};

const names = {
  id: 'AMAZON_CREATORS_CREDENTIAL_ID',
  secret: 'AMAZON_CREATORS_CREDENTIAL_SECRET',
  version: 'AMAZON_CREATORS_VERSION',
  tag: 'AMAZON_CREATORS_PARTNER_TAG',
};

/** The Creators API, PA-API's successor. */
export const creatorsApi = defineSource<CreatorsApiSettings>({
  id: 'CREATORS_API',
  label: 'Creators API',
  role: 'associates',
  variablePrefix: 'AMAZON_CREATORS_',
  secretVariables: [names.id, names.secret],
  provides: associatesFields,
  ttlFactor: 1,

  configure(reader, home) {
    const id = reader.token(names.id);
    const secret = reader.token(names.secret);
    const version = readVersion(reader);
    const tags = readTags(reader, names.tag, home);
    const allowance = readAllowance(reader);
    const endpoints = readEndpoints(reader);
    requireCredential(reader, [names.id, names.secret, names.version], names.tag, tags);
    if (version !== undefined) {
      requireHomeRegion(reader, names.version, regionOfVersion(version), home, (region) =>
        versionsOf(region).join(' or '),
      );
    }
    if (id === undefined || secret === undefined || version === undefined) return undefined;
    return { credential: { id, secret, version }, tags, allowance, ...endpoints };
  },

  configureMore: (reader) =>
    readAccounts(reader).flatMap(({ name, path, creators, tags, allowance }) => {
      if (creators === undefined) return [];
      const version = knownVersion(creators.version);
      if (version === undefined) {
        reader.fault(accountsVariable, `${path}.creators.version must be one of ${creatorsVersions.join(', ')}`);
        return [];
      }
      const credential = { id: creators.credentialId, secret: creators.credentialSecret, version };
      return [{ name, settings: { credential, tags, allowance, ...readEndpoints(reader) } }];
    }),

  secretsOf: ({ credential: { id, secret } }) => [id, secret],
  accountOf: ({ credential, endpoint }) => [credential.id, credential.version, endpoint],
  answerParametersOf: ({ tags }) => tagsInOrder(tags),
  servesWith({ tags, credential }) {
    const region = regionOfVersion(credential.version);
    return taggedMarketplaces(tags).filter((marketplace) => marketplaces[marketplace].region === region);
  },
  taggedWith: ({ tags }) => taggedMarketplaces(tags),

  create({ tokenEndpoint, allowance, ...settings }, { upstream, freshMs, clock, permits, tokens }) {
    const { id, secret, version } = settings.credential;
    const tokenStore = tokens(['creators', id, secret, version, tokenEndpoint ?? ''], {
      fetch: fetchCreatorsToken(upstream, settings.credential, tokenEndpoint),
      clock,
      failures: tokenFailures,
    });
    return {
      source: createCreatorsApiSource({ upstream, ...settings, tokens: tokenStore, freshMs, clock }),
      permits: permits(associatesAccount, allowance),
    };
  },
});

function versionsOf(region: Region): readonly CreatorsVersion[] {
  return creatorsVersions.filter((version) => regionOfVersion(version) === region);
}

function readEndpoints(reader: EnvironmentReader): Pick<CreatorsApiSettings, 'endpoint' | 'tokenEndpoint'> {
  const endpoint = reader.origin('AMAZON_CREATORS_ENDPOINT');
  const tokenEndpoint = reader.url('AMAZON_CREATORS_TOKEN_ENDPOINT');
  return { ...(endpoint !== undefined && { endpoint }), ...(tokenEndpoint !== undefined && { tokenEndpoint }) };
}

function knownVersion(text: string | undefined): CreatorsVersion | undefined {
  return creatorsVersions.find((known) => known === text);
}

function readVersion(reader: EnvironmentReader): CreatorsVersion | undefined {
  const value = reader.text(names.version);
  const version = knownVersion(value);
  if (value !== undefined && version === undefined) {
    reader.fault(names.version, `must be one of ${creatorsVersions.join(', ')}`);
  }
  return version;
}

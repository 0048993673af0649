import { marketplaces, type MarketplaceCode, type Region } from '../product/marketplace.ts';
import type { EnvironmentReader } from './environment.ts';
import { readPartnerTag, readPartnerTags, type PartnerTags } from './partner-tags.ts';

/** Which token endpoint, region and token style a Creators API credential belongs to. */
export type CreatorsVersion = (typeof creatorsVersions)[number];

/** The Creators API's credential and the tag for each store it may be asked about. */
export type CreatorsApiConfig = {
  readonly credential: { readonly id: string; readonly secret: string; readonly version: CreatorsVersion };
  readonly tags: PartnerTags;
};

/** PA-API's credential and the tag for each store it may be asked about. */
export type PaApiConfig = {
  readonly credential: { readonly accessKey: string; readonly secretKey: string };
  readonly tags: PartnerTags;
};

/** SP-API's application and the seller's consent, which holds in one region. */
export type SpApiConfig = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly region: Region;
};

/** The sources that need credentials; `undefined` where none are set. */
export type SourceConfigs = {
  readonly creatorsApi: CreatorsApiConfig | undefined;
  readonly paApi: PaApiConfig | undefined;
  readonly spApi: SpApiConfig | undefined;
};

/** Creators API "credential versions": 2.x Cognito, 3.x Login with Amazon; .1 NA, .2 EU with India, .3 FE. */
const creatorsVersions = ['2.1', '2.2', '2.3', '3.1', '3.2', '3.3'] as const;

const regions: readonly Region[] = ['NA', 'EU', 'FE'];

/** Reads the credentials of every source; a half-configured one is a fault for each variable that is missing. */
export function readSources(reader: EnvironmentReader, home: MarketplaceCode): SourceConfigs {
  const shared = readPartnerTags(reader);
  const tags: TagReading = { shared, home };
  return {
    creatorsApi: readCreatorsApi(reader, tags),
    paApi: readPaApi(reader, tags),
    spApi: readSpApi(reader, marketplaces[home].region),
  };
}

type TagReading = { readonly shared: PartnerTags; readonly home: MarketplaceCode };

function readCreatorsApi(reader: EnvironmentReader, reading: TagReading): CreatorsApiConfig | undefined {
  const id = reader.token('AMAZON_CREATORS_CREDENTIAL_ID');
  const secret = reader.token('AMAZON_CREATORS_CREDENTIAL_SECRET');
  const version = readVersion(reader, 'AMAZON_CREATORS_VERSION');
  const tags = readTags(reader, 'AMAZON_CREATORS_PARTNER_TAG', reading);
  const names = ['AMAZON_CREATORS_CREDENTIAL_ID', 'AMAZON_CREATORS_CREDENTIAL_SECRET', 'AMAZON_CREATORS_VERSION'];
  allOrNone(reader, names, 'AMAZON_CREATORS_PARTNER_TAG', tags);
  if (id === undefined || secret === undefined || version === undefined) return undefined;
  return { credential: { id, secret, version }, tags };
}

function readPaApi(reader: EnvironmentReader, reading: TagReading): PaApiConfig | undefined {
  const accessKey = reader.token('AMAZON_PAAPI_ACCESS_KEY');
  const secretKey = reader.token('AMAZON_PAAPI_SECRET_KEY');
  const tags = readTags(reader, 'AMAZON_PAAPI_PARTNER_TAG', reading);
  allOrNone(reader, ['AMAZON_PAAPI_ACCESS_KEY', 'AMAZON_PAAPI_SECRET_KEY'], 'AMAZON_PAAPI_PARTNER_TAG', tags);
  if (accessKey === undefined || secretKey === undefined) return undefined;
  return { credential: { accessKey, secretKey }, tags };
}

function readSpApi(reader: EnvironmentReader, homeRegion: Region): SpApiConfig | undefined {
  const clientId = reader.token('AMAZON_SPAPI_CLIENT_ID');
  const clientSecret = reader.token('AMAZON_SPAPI_CLIENT_SECRET');
  const refreshToken = reader.token('AMAZON_SPAPI_REFRESH_TOKEN');
  const region = readRegion(reader, 'AMAZON_SPAPI_REGION') ?? homeRegion;
  allOrNone(reader, ['AMAZON_SPAPI_CLIENT_ID', 'AMAZON_SPAPI_CLIENT_SECRET', 'AMAZON_SPAPI_REFRESH_TOKEN']);
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) return undefined;
  return { clientId, clientSecret, refreshToken, region };
}

function readRegion(reader: EnvironmentReader, name: string): Region | undefined {
  const value = reader.text(name);
  const region = regions.find((known) => known === value);
  if (value !== undefined && region === undefined) reader.fault(name, `must be one of ${regions.join(', ')}`);
  return region;
}

function readTags(reader: EnvironmentReader, name: string, { shared, home }: TagReading): PartnerTags {
  const own = readPartnerTag(reader, name);
  return own === undefined ? shared : { ...shared, [home]: own };
}

function readVersion(reader: EnvironmentReader, name: string): CreatorsVersion | undefined {
  const value = reader.text(name);
  const version = creatorsVersions.find((known) => known === value);
  if (value !== undefined && version === undefined) reader.fault(name, `must be one of ${creatorsVersions.join(', ')}`);
  return version;
}

/** Faults every variable that is missing from a group of which one is set. The tag may come from the shared ones. */
function allOrNone(reader: EnvironmentReader, names: readonly string[], tagName?: string, tags?: PartnerTags): void {
  const isSet = (name: string) => reader.text(name) !== undefined;
  const tagSet = tagName !== undefined && isSet(tagName);
  if (!tagSet && !names.some(isSet)) return;
  for (const name of names) {
    if (!isSet(name)) reader.fault(name, 'is missing while its companions are set: set all of them or none');
  }
  if (tagName !== undefined && !tagSet && Object.keys(tags ?? {}).length === 0) {
    reader.fault(tagName, 'is missing while its companions are set: set it, or AMAZON_PARTNER_TAGS');
  }
}

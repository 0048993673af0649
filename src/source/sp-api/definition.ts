import { allOrNone, type EnvironmentReader } from '../../config/environment.ts';
import { marketplaceCodes, marketplaces, type Region } from '../../product/marketplace.ts';
import { defineSource } from '../definition.ts';
import { requireHomeRegion } from '../home-region.ts';
import { tokenFailures } from '../token-failure.ts';
import { spApiAllowances } from './limits.ts';
import { fetchLwaToken, type LwaCredential } from './lwa.ts';
import { createSpApiSource } from './source.ts';

/** The settings of SP-API. */
export type SpApiSettings = {
  readonly credential: LwaCredential;
  /** Where the refresh token is valid. */
  readonly region: Region;
  /** Origin to use instead of Amazon's. */
  readonly endpoint?: string;
  /** Full token URL to use instead of Amazon's. */
  readonly tokenEndpoint?: string;
};

const names = {
  clientId: 'AMAZON_SPAPI_CLIENT_ID',
  clientSecret: 'AMAZON_SPAPI_CLIENT_SECRET',
  refreshToken: 'AMAZON_SPAPI_REFRESH_TOKEN',
  region: 'AMAZON_SPAPI_REGION',
};

const credential = [names.clientId, names.clientSecret, names.refreshToken];

const regions: readonly Region[] = ['NA', 'EU', 'FE'];

/** The Selling Partner API. */
export const spApi = defineSource<SpApiSettings>({
  id: 'SP_API',
  label: 'SP-API',
  role: 'seller',
  variablePrefix: 'AMAZON_SPAPI_',
  secretVariables: credential,
  provides: [
    'title',
    'brand',
    'features',
    'images',
    'price',
    'listPrice',
    'listPriceKind',
    'priceStatus',
    'availability',
    'parentAsin',
    'category',
    'salesRank',
    'condition',
    'offers',
    'identifiers',
    'contributors',
    'details.manufacturer',
    'details.publisher',
    'details.releaseDate',
    'details.color',
    'details.size',
    'details.unitCount',
    'details.isAdult',
    'details.dimensions',
    'details.specifications',
    'variationAttributes',
    'browseNodes',
    'textLanguage',
  ],
  ttlFactor: 1,

  configure(reader, home) {
    const clientId = reader.token(names.clientId);
    const clientSecret = reader.token(names.clientSecret);
    const refreshToken = reader.token(names.refreshToken);
    const region = readRegion(reader, names.region) ?? marketplaces[home].region;
    const endpoint = reader.origin('AMAZON_SPAPI_ENDPOINT');
    const tokenEndpoint = reader.url('AMAZON_LWA_ENDPOINT');
    allOrNone(reader, credential);
    if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) return undefined;
    requireHomeRegion(reader, names.region, region, home, String);
    return {
      credential: { clientId, clientSecret, refreshToken },
      region,
      ...(endpoint !== undefined && { endpoint }),
      ...(tokenEndpoint !== undefined && { tokenEndpoint }),
    };
  },

  secretsOf: ({ credential }) => Object.values(credential),
  servesWith: ({ region }) => marketplaceCodes.filter((code) => marketplaces[code].region === region),
  // Only the refresh token identifies the seller.
  accountOf: ({ credential, endpoint }) => [credential.clientId, credential.refreshToken, endpoint],

  create({ credential, region, endpoint, tokenEndpoint }, { upstream, freshMs, clock, report, permits, tokens }) {
    const { clientId, clientSecret, refreshToken } = credential;
    const tokenStore = tokens(['lwa', clientId, clientSecret, refreshToken, tokenEndpoint ?? ''], {
      fetch: fetchLwaToken(upstream, credential, tokenEndpoint),
      clock,
      failures: tokenFailures,
    });
    const limits = {
      catalog: permits('sp-api:catalog', spApiAllowances.catalog),
      competitivePricing: permits('sp-api:competitive-pricing', spApiAllowances.competitivePricing),
      itemOffers: permits('sp-api:item-offers', spApiAllowances.itemOffers),
    };
    const at = endpoint === undefined ? {} : { endpoint };
    return {
      source: createSpApiSource({ upstream, tokens: tokenStore, region, limits, ...at, freshMs, clock, report }),
      permits: limits.catalog,
    };
  },
});

function readRegion(reader: EnvironmentReader, name: string): Region | undefined {
  const value = reader.text(name);
  const region = regions.find((known) => known === value);
  if (value !== undefined && region === undefined) reader.fault(name, `must be one of ${regions.join(', ')}`);
  return region;
}

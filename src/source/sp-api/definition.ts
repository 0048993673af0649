import { allOrNone } from '../../config/environment.ts';
import { defineSource } from '../definition.ts';
import { tokenFailureMemoryMs } from '../token-failure.ts';
import { spApiAllowances } from './limits.ts';
import { fetchLwaToken, type LwaCredential } from './lwa.ts';
import { createSpApiSource } from './source.ts';

/** What SP-API is asked with: the application and the seller's consent. */
export type SpApiSettings = {
  readonly credential: LwaCredential;
  /** Origin to ask instead of Amazon's. */
  readonly endpoint?: string;
  /** Whole URL to ask for tokens instead of Amazon's. */
  readonly tokenEndpoint?: string;
};

const names = {
  clientId: 'AMAZON_SPAPI_CLIENT_ID',
  clientSecret: 'AMAZON_SPAPI_CLIENT_SECRET',
  refreshToken: 'AMAZON_SPAPI_REFRESH_TOKEN',
};

/** The Selling Partner API. */
export const spApi = defineSource<SpApiSettings>({
  id: 'SP_API',
  label: 'SP-API',
  role: 'seller',
  variablePrefix: 'AMAZON_SPAPI_',
  secretVariables: Object.values(names),
  ttlFactor: 1,

  configure(reader) {
    const clientId = reader.token(names.clientId);
    const clientSecret = reader.token(names.clientSecret);
    const refreshToken = reader.token(names.refreshToken);
    const endpoint = reader.origin('AMAZON_SPAPI_ENDPOINT');
    const tokenEndpoint = reader.url('AMAZON_LWA_ENDPOINT');
    allOrNone(reader, Object.values(names));
    if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) return undefined;
    return {
      credential: { clientId, clientSecret, refreshToken },
      ...(endpoint !== undefined && { endpoint }),
      ...(tokenEndpoint !== undefined && { tokenEndpoint }),
    };
  },

  secretsOf: ({ credential }) => Object.values(credential),
  credentialIdOf: ({ credential }) => credential.clientId,

  create({ credential, endpoint, tokenEndpoint }, { upstream, freshMs, clock, permits, tokens }) {
    const { clientId, clientSecret, refreshToken } = credential;
    const store = tokens(['lwa', clientId, clientSecret, refreshToken, tokenEndpoint ?? ''], {
      fetch: fetchLwaToken(upstream, credential, tokenEndpoint),
      clock,
      rememberFailureMs: tokenFailureMemoryMs,
    });
    const limits = {
      catalog: permits('sp-api:catalog', spApiAllowances.catalog),
      competitivePricing: permits('sp-api:competitive-pricing', spApiAllowances.competitivePricing),
      itemOffers: permits('sp-api:item-offers', spApiAllowances.itemOffers),
    };
    const at = endpoint === undefined ? {} : { endpoint };
    return {
      source: createSpApiSource({ upstream, tokens: store, limits, ...at, freshMs, clock }),
      permits: limits.catalog,
    };
  },
});

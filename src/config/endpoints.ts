import type { EnvironmentReader } from './environment.ts';

/** Where to ask instead of Amazon; the path stays Amazon's, except that token endpoints are whole URLs. */
export type Endpoints = {
  readonly paApi?: string;
  readonly creatorsApi?: string;
  readonly creatorsToken?: string;
  readonly spApi?: string;
  readonly lwa?: string;
  readonly storefront?: string;
};

/** Reads the endpoint variables. */
export function readEndpoints(reader: EnvironmentReader): Endpoints {
  const paApi = reader.origin('AMAZON_PAAPI_ENDPOINT');
  const creatorsApi = reader.origin('AMAZON_CREATORS_ENDPOINT');
  const creatorsToken = reader.url('AMAZON_CREATORS_TOKEN_ENDPOINT');
  const spApi = reader.origin('AMAZON_SPAPI_ENDPOINT');
  const lwa = reader.url('AMAZON_LWA_ENDPOINT');
  const storefront = reader.origin('AMAZON_STOREFRONT_ENDPOINT');
  return {
    ...(paApi !== undefined && { paApi }),
    ...(creatorsApi !== undefined && { creatorsApi }),
    ...(creatorsToken !== undefined && { creatorsToken }),
    ...(spApi !== undefined && { spApi }),
    ...(lwa !== undefined && { lwa }),
    ...(storefront !== undefined && { storefront }),
  };
}

import { type CredentialVersion, creatorsCredential, tokenPath } from './creators/credential.ts';
import { lwaClient } from './spapi/lwa.ts';
import { paapiAccessKey, paapiSecretKey, primaryTag } from './associates/account.ts';
import type { SandboxApi } from './fault.ts';
import { sandboxMarketplaces } from './sandbox-marketplace.ts';

/** The environment variables of the gateway that point every source at the sandbox. */
export function sandboxEnvironment(
  originOf: (api: SandboxApi) => string,
  imagesOrigin: string,
  version: CredentialVersion,
): Readonly<Record<string, string>> {
  const credential = creatorsCredential(version);
  return {
    AMAZON_PAAPI_ACCESS_KEY: paapiAccessKey,
    AMAZON_PAAPI_SECRET_KEY: paapiSecretKey,
    AMAZON_PAAPI_PARTNER_TAG: primaryTag,
    AMAZON_PAAPI_ENDPOINT: originOf('paapi'),
    AMAZON_CREATORS_CREDENTIAL_ID: credential.id,
    AMAZON_CREATORS_CREDENTIAL_SECRET: credential.secret,
    AMAZON_CREATORS_VERSION: version,
    AMAZON_CREATORS_PARTNER_TAG: primaryTag,
    AMAZON_CREATORS_ENDPOINT: originOf('creators'),
    AMAZON_CREATORS_TOKEN_ENDPOINT: `${originOf('creators-token')}${tokenPath(version)}`,
    AMAZON_PARTNER_TAGS: sandboxMarketplaces.map(({ code, partnerTag }) => `${code}=${partnerTag}`).join(','),
    AMAZON_SPAPI_CLIENT_ID: lwaClient.id,
    AMAZON_SPAPI_CLIENT_SECRET: lwaClient.secret,
    AMAZON_SPAPI_REFRESH_TOKEN: lwaClient.refreshTokens[credential.region],
    AMAZON_SPAPI_ENDPOINT: originOf('spapi'),
    AMAZON_LWA_ENDPOINT: `${originOf('lwa')}/auth/o2/token`,
    AMAZON_STOREFRONT_ENDPOINT: originOf('storefront'),
    AMAZON_IMAGES_ENDPOINT: imagesOrigin,
  };
}

import type { Allowance } from '../../../rate-limit/permits.ts';
import { readAccounts } from '../common/accounts.ts';
import { associatesFields } from '../common/provides.ts';
import { taggedMarketplaces, type PartnerTags } from '../common/partner-tags.ts';
import { associatesAccount, readAllowance, readTags, requireCredential, tagsInOrder } from '../common/settings.ts';
import { defineSource } from '../../definition.ts';
import { createPaApiSource } from './source.ts';

/** The settings of PA-API. */
export type PaApiSettings = {
  readonly credential: { readonly accessKey: string; readonly secretKey: string };
  /** The partner tag of each marketplace that it serves. */
  readonly tags: PartnerTags;
  readonly allowance: Allowance;
  /** Origin to use instead of Amazon's. */
  readonly endpoint?: string;
};

const names = {
  accessKey: 'AMAZON_PAAPI_ACCESS_KEY',
  secretKey: 'AMAZON_PAAPI_SECRET_KEY',
  tag: 'AMAZON_PAAPI_PARTNER_TAG',
};

/** The Product Advertising API 5.0. */
export const paApi = defineSource<PaApiSettings>({
  id: 'PA_API',
  label: 'PA-API',
  role: 'associates',
  variablePrefix: 'AMAZON_PAAPI_',
  secretVariables: [names.accessKey, names.secretKey],
  provides: associatesFields,
  ttlFactor: 1,
  retired: { on: '2026-05-15', successor: 'CREATORS_API' },

  configure(reader, home) {
    const accessKey = reader.token(names.accessKey);
    const secretKey = reader.token(names.secretKey);
    const tags = readTags(reader, names.tag, home);
    const allowance = readAllowance(reader);
    const endpoint = reader.origin('AMAZON_PAAPI_ENDPOINT');
    requireCredential(reader, [names.accessKey, names.secretKey], names.tag, tags);
    if (accessKey === undefined || secretKey === undefined) return undefined;
    return { credential: { accessKey, secretKey }, tags, allowance, ...(endpoint !== undefined && { endpoint }) };
  },

  configureMore(reader) {
    const endpoint = reader.origin('AMAZON_PAAPI_ENDPOINT');
    return readAccounts(reader).flatMap(({ name, paapi: credential, tags, allowance }) => {
      if (credential === undefined) return [];
      return [{ name, settings: { credential, tags, allowance, ...(endpoint !== undefined && { endpoint }) } }];
    });
  },

  secretsOf: ({ credential: { accessKey, secretKey } }) => [accessKey, secretKey],
  accountOf: ({ credential, endpoint }) => [credential.accessKey, endpoint],
  answerParametersOf: ({ tags }) => tagsInOrder(tags),
  servesWith: ({ tags }) => taggedMarketplaces(tags),
  taggedWith: ({ tags }) => taggedMarketplaces(tags),

  create: ({ allowance, ...settings }, { upstream, freshMs, clock, permits }) => ({
    source: createPaApiSource({ upstream, ...settings, freshMs, clock }),
    permits: permits(associatesAccount, allowance),
  }),
});

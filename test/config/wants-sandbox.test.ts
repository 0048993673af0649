import { expect, test } from 'vitest';
import { wantsSandbox } from '../../src/config/wants-sandbox.ts';

const auto = { AMAZON_SANDBOX: 'auto' };

test.each([
  ['true', { AMAZON_SANDBOX: 'true', AMAZON_PAAPI_ACCESS_KEY: 'key' }],
  ['auto, if nothing else is set', auto],
  ['auto, if the credentials are empty', { ...auto, AMAZON_PAAPI_ACCESS_KEY: ' ' }],
  ['auto, if only the marketplace is set', { ...auto, AMAZON_MARKETPLACE: 'US' }],
])('AMAZON_SANDBOX=%s starts the stand-in', (_, environment) => {
  expect(wantsSandbox(environment)).toBe(true);
});

test.each([
  ['false', { AMAZON_SANDBOX: 'false' }],
  ['unset', {}],
  ['auto, beside a credential', { ...auto, AMAZON_PAAPI_ACCESS_KEY: 'key' }],
  ['auto, beside a part of a credential', { ...auto, AMAZON_CREATORS_VERSION: '3.2' }],
  ['auto, beside a list of accounts', { ...auto, AMAZON_ACCOUNTS: '[]' }],
  ['auto, if pages are chosen', { ...auto, SCRAPING_FALLBACK_ENABLED: 'true' }],
])('AMAZON_SANDBOX=%s does not', (_, environment) => {
  expect(wantsSandbox(environment)).toBe(false);
});

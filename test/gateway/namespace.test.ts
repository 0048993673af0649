import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { creatorsApi } from '../../src/source/associates/creators-api/definition.ts';
import { scraping } from '../../src/source/scraping/definition.ts';
import { spApi } from '../../src/source/sp-api/definition.ts';
import { namespacesOf, type Namespaces } from '../../src/gateway/namespace.ts';

const environment = {
  AMAZON_CREATORS_CREDENTIAL_ID: 'creators-id',
  AMAZON_CREATORS_CREDENTIAL_SECRET: 'creators-secret',
  AMAZON_CREATORS_VERSION: '2.2',
  AMAZON_PAAPI_ACCESS_KEY: 'access-key',
  AMAZON_PAAPI_SECRET_KEY: 'secret-key',
  AMAZON_SPAPI_CLIENT_ID: 'client-id',
  AMAZON_SPAPI_CLIENT_SECRET: 'client-secret',
  AMAZON_SPAPI_REFRESH_TOKEN: 'refresh-token',
  AMAZON_PARTNER_TAGS: 'IN=shop-21,US=shop-20',
};

const of = (changes: Readonly<Record<string, string>>) => namespacesOf(parseConfig({ ...environment, ...changes }));
const namesOf = ({ answers, accountOf }: Namespaces) => ({
  answers,
  associates: accountOf(creatorsApi, 'default'),
  seller: accountOf(spApi, 'default'),
  pages: accountOf(scraping, 'default'),
});
const ours = namesOf(of({}));

/** The namespaces that differ after a change of the configuration. */
function changedBy(changes: Readonly<Record<string, string>>): readonly string[] {
  const theirs: Readonly<Record<string, string>> = namesOf(of(changes));
  return Object.entries(ours).flatMap(([name, value]) => (theirs[name] === value ? [] : [name]));
}

describe('namespaces', () => {
  test.each([
    ['the order of the tags', { AMAZON_PARTNER_TAGS: 'US=shop-20,IN=shop-21' }],
    ['a rotated secret', { AMAZON_CREATORS_CREDENTIAL_SECRET: 'rotated', AMAZON_PAAPI_SECRET_KEY: 'rotated' }],
    ['the rate, the log and the port', { MAX_REQUESTS_PER_SECOND: '7', LOG_LEVEL: 'DEBUG', PORT: '1' }],
  ])('%s changes none', (_, changes) => {
    expect(changedBy(changes)).toEqual([]);
  });

  test.each([
    ['another Creators API credential', { AMAZON_CREATORS_CREDENTIAL_ID: 'x' }, ['answers', 'associates', 'pages']],
    ['another seller of the same application', { AMAZON_SPAPI_REFRESH_TOKEN: 'x' }, ['answers', 'seller', 'pages']],
    ['another partner tag', { AMAZON_PARTNER_TAGS: 'IN=other-21,US=shop-20' }, ['answers']],
    ['the same tag for another marketplace', { AMAZON_PARTNER_TAGS: 'IN=shop-21,UK=shop-20' }, ['answers']],
    ['a stand-in for PA-API', { AMAZON_PAAPI_ENDPOINT: 'http://127.0.0.1:1' }, ['answers', 'pages']],
    [
      'a stand-in for the Creators API',
      { AMAZON_CREATORS_ENDPOINT: 'http://127.0.0.1:1' },
      ['answers', 'associates', 'pages'],
    ],
    ['a stand-in for SP-API', { AMAZON_SPAPI_ENDPOINT: 'http://127.0.0.1:1' }, ['answers', 'seller', 'pages']],
    ['a stand-in for the store', { AMAZON_STOREFRONT_ENDPOINT: 'http://127.0.0.1:1' }, ['answers', 'pages']],
    ['pictures on another origin', { AMAZON_IMAGES_ENDPOINT: 'http://127.0.0.1:1' }, ['answers']],
    ['pages left out', { SCRAPING_FALLBACK_ENABLED: 'false' }, ['answers', 'pages']],
  ])('%s changes %j', (_, changes, names) => {
    expect(changedBy(changes)).toEqual(names);
  });

  test('are hashes, which contain no credential', () => {
    for (const name of Object.values(ours)) expect(name).toMatch(/^[\w-]{16}$/);
  });
});

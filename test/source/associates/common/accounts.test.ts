import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../../src/config.ts';
import { ConfigurationError } from '../../../../src/config/configuration-error.ts';
import { secretsOf, withSecretFiles } from '../../../../src/config/secrets.ts';

const creators = { credentialId: 'first-id', credentialSecret: 'first-secret', version: '3.2' };
const paapi = { accessKey: 'first-key', secretKey: 'first-secret-key' };
const tags = { IN: 'shop-21' };
const first = { name: 'first', creators, paapi, tags };
const second = {
  name: 'second',
  creators: { ...creators, credentialId: 'second-id', version: '3.1' },
  tags: { US: 'shop-20' },
  requestsPerSecond: 2.5,
  requestsPerDay: 20_000,
};

const parse = (accounts: unknown, environment: Readonly<Record<string, string>> = {}) =>
  parseConfig({ ...environment, AMAZON_ACCOUNTS: typeof accounts === 'string' ? accounts : JSON.stringify(accounts) });

function faultsOf(accounts: unknown, environment?: Readonly<Record<string, string>>): readonly string[] {
  try {
    parse(accounts, environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('AMAZON_ACCOUNTS', () => {
  test('configures each source in each account that has credentials for it', () => {
    const accountsOf = (id: string) =>
      parse([first, second])
        .sources.find(({ definition }) => definition.id === id)
        ?.accounts.map(({ name, settings }) => ({ name, settings }));
    expect(accountsOf('CREATORS_API')).toMatchObject([
      { name: 'first', settings: { tags, allowance: { perSecond: 1, burst: 1, perDay: 8640 } } },
      { name: 'second', settings: { allowance: { perSecond: 2.5, perDay: 20_000 } } },
    ]);
    expect(accountsOf('PA_API')).toMatchObject([{ name: 'first', settings: { credential: paapi } }]);
  });

  test('joins the account of the plain variables, which is named default', () => {
    const plain = {
      AMAZON_PAAPI_ACCESS_KEY: 'key',
      AMAZON_PAAPI_SECRET_KEY: 'secret',
      AMAZON_PAAPI_PARTNER_TAG: 'a-21',
    };
    const { sources } = parse([first], plain);
    const names = sources.map(({ definition, accounts }) => [definition.id, accounts.map(({ name }) => name)]);
    expect(Object.fromEntries(names)).toMatchObject({ PA_API: ['default', 'first'], CREATORS_API: ['first'] });
  });

  test('all of its credentials are secrets', () => {
    expect(secretsOf(parse([first, second]))).toEqual(
      expect.arrayContaining(['first-id', 'first-secret', 'second-id', 'first-key', 'first-secret-key']),
    );
  });

  test('is JSON, or names a file with it, as AMAZON_ACCOUNTS_FILE does', () => {
    const files: Readonly<Record<string, string>> = { '/run/accounts.json': JSON.stringify([first]) };
    const readFile = (path: string) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return content;
    };
    for (const name of ['AMAZON_ACCOUNTS', 'AMAZON_ACCOUNTS_FILE']) {
      const { environment, faults } = withSecretFiles({ [name]: '/run/accounts.json' }, readFile);
      expect(faults).toEqual([]);
      expect(environment['AMAZON_ACCOUNTS']).toBe(files['/run/accounts.json']);
    }
    expect(withSecretFiles({ AMAZON_ACCOUNTS: 'missing.json' }, readFile).faults).toEqual([
      'AMAZON_ACCOUNTS names a file that cannot be read (ENOENT)',
    ]);
    const inline = JSON.stringify([first]);
    expect(withSecretFiles({ AMAZON_ACCOUNTS: inline }, readFile).environment['AMAZON_ACCOUNTS']).toBe(inline);
  });

  test('every fault is reported at once, with its path and without its value', () => {
    const faults = faultsOf([
      { name: 'two words', creators: { credentialId: 'hunter2 hunter2', version: '3.2' }, tags: {}, colour: 'red' },
      { name: 'first', paapi: { accessKey: 'key' }, tags: { IN: 'hunter2 x', GB: 'shop-21' }, requestsPerSecond: 0 },
      { name: 'first', tags, requestsPerDay: 1.5 },
      { name: 'default', creators: { ...creators, version: '9.9' }, tags },
      { name: 'last', creators, tags: { IN: 7 }, requestsPerDay: 'many' },
      'hunter2',
    ]);
    expect(faults.filter((fault) => !fault.startsWith('AMAZON_ACCOUNTS '))).toEqual([]);
    expect(faults.map((fault) => fault.replace('AMAZON_ACCOUNTS ', '')).toSorted()).toEqual(
      [
        '[0] has unknown keys: colour',
        '[0].creators.credentialId must be printable ASCII without blanks',
        '[0].creators.credentialSecret is missing',
        '[0].name must be a name of letters, digits, - and _, at most 40 characters',
        '[0].tags must have a tag for at least one marketplace',
        '[1].paapi.secretKey is missing',
        '[1].requestsPerSecond must be a number from 0.00001 to 10000',
        '[1].tags.GB is no marketplace we know',
        '[1].tags.IN must be an associate tag such as mytag-21',
        '[2] needs credentials: creators, paapi or both',
        '[2].name is the same as that of [1]',
        '[2].requestsPerDay must be a whole number',
        '[3].name must not be default: that is the account of the other variables',
        '[4].creators.credentialId is the same as that of [3]',
        '[4].requestsPerDay must be of type number',
        '[4].tags.IN must be of type string',
        '[5] must be of type object',
      ].toSorted(),
    );
    expect(faults.join()).not.toContain('hunter2');
  });

  test('a tag that no credential of its account can use is a fault, also where another account could', () => {
    const usOnly = { ...second, tags: { ...second.tags, IN: 'shop-21', DE: 'shop-22' } };
    expect(faultsOf([first, usOnly])).toEqual([
      'AMAZON_ACCOUNTS account second has a tag for DE, IN, where no configured API can use it: set a credential of that region, or remove the tag',
    ]);
  });

  test('its faults explain why no API is configured', () => {
    expect(faultsOf('[]')).toHaveLength(1);
  });

  test('an unknown version of the Creators API is a fault', () => {
    expect(faultsOf([{ name: 'first', creators: { ...creators, version: '9.9' }, tags }])).toEqual([
      expect.stringMatching(/^AMAZON_ACCOUNTS \[0\]\.creators\.version must be one of 2\.1, /),
    ]);
  });

  test.each(['hunter2', '[hunter2', '{}', '[]', 'null', '"accounts.json"'])('%s is no list of accounts', (text) => {
    expect(faultsOf(text)).toEqual([
      'AMAZON_ACCOUNTS must be a JSON array of accounts, or the path of a file with one',
    ]);
  });
});

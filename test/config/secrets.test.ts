import { execFileSync } from 'node:child_process';
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceDefinitions } from '../../src/source/definitions.ts';
import { parseConfig } from '../../src/config.ts';
import { readText } from '../../src/config/read-text.ts';
import { secretVariablesOf } from '../../src/config/secret-variables.ts';
import { secretsOf, withSecretFiles } from '../../src/config/secrets.ts';

const files: Readonly<Record<string, string>> = { '/run/secrets/key': ' s3cret\n', '/run/secrets/empty': '\n' };

function readFile(path: string): string {
  const content = files[path];
  if (content === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  return content;
}

test.each(secretVariablesOf(sourceDefinitions))('%s can be read from a file, without its trailing line end', (name) => {
  const { environment, faults } = withSecretFiles({ [`${name}_FILE`]: '/run/secrets/key' }, readFile);
  expect(faults).toEqual([]);
  expect(environment[name]).toBe('s3cret');
});

test('an empty variable beside the file counts as unset', () => {
  const given = { GATEWAY_API_KEYS: '', GATEWAY_API_KEYS_FILE: '/run/secrets/key' };
  expect(withSecretFiles(given, readFile)).toMatchObject({ environment: { GATEWAY_API_KEYS: 's3cret' }, faults: [] });
});

test('a file that cannot be used is a fault that contains neither its path nor its content', () => {
  const { faults } = withSecretFiles(
    {
      AMAZON_PAAPI_SECRET_KEY_FILE: '/run/secrets/gone',
      AMAZON_SPAPI_CLIENT_SECRET_FILE: '/run/secrets/empty',
      CACHE_URL: 'memory:',
      CACHE_URL_FILE: '/run/secrets/key',
    },
    readFile,
  );
  expect(faults).toEqual([
    'AMAZON_PAAPI_SECRET_KEY_FILE names a file that cannot be read (ENOENT)',
    'AMAZON_SPAPI_CLIENT_SECRET_FILE names an empty file',
    'CACHE_URL_FILE and CACHE_URL are both set: set one of them',
  ]);
});

test.runIf(process.platform !== 'win32')('a pipe, a device or a folder is refused without being read', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'asin-gateway-'));
  const pipe = join(folder.path, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const named = { CACHE_URL_FILE: pipe, GATEWAY_API_KEYS_FILE: '/dev/zero', ALERT_WEBHOOK_URL_FILE: folder.path };
  expect(withSecretFiles(named, readText).faults).toEqual([
    'CACHE_URL_FILE names a pipe, not a file',
    'GATEWAY_API_KEYS_FILE names a device, not a file',
    'ALERT_WEBHOOK_URL_FILE names a folder, not a file',
  ]);
});

test('every secret of a configuration is listed for redaction', () => {
  const config = parseConfig({
    AMAZON_CREATORS_CREDENTIAL_ID: 'creators-id',
    AMAZON_CREATORS_CREDENTIAL_SECRET: 'creators-secret',
    AMAZON_CREATORS_VERSION: '2.2',
    AMAZON_PAAPI_ACCESS_KEY: 'access-key',
    AMAZON_PAAPI_SECRET_KEY: 'secret-key',
    AMAZON_PARTNER_TAGS: 'IN=tag-21',
    AMAZON_SPAPI_CLIENT_ID: 'client-id',
    AMAZON_SPAPI_CLIENT_SECRET: 'client-secret',
    AMAZON_SPAPI_REFRESH_TOKEN: 'refresh-token',
    CACHE_URL: 'redis://user:p%40ssword@cache.example',
    GATEWAY_API_KEYS: 'web:web-key,app:app-key:5',
    ALERT_WEBHOOK_URL: 'https://alerts.example/hooks/token',
  });
  expect(secretsOf(config)).toEqual([
    'creators-id',
    'creators-secret',
    'access-key',
    'secret-key',
    'client-id',
    'client-secret',
    'refresh-token',
    'p@ssword',
    'https://alerts.example/hooks/token',
    'web-key',
    'app-key',
  ]);
});

test('the passwords for servers and for sentinels are secrets', () => {
  const CACHE_URL = 'redis+sentinel://user:p%40ssword@one,two/shop?sentinelUsername=watcher&sentinelPassword=s+cret';
  expect(secretsOf(parseConfig({ SCRAPING_FALLBACK_ENABLED: 'true', CACHE_URL }))).toEqual(['p@ssword', 's+cret']);
});

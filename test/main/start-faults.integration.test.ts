import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aServer } from '../support/a-server.ts';
import { aFolder, run } from './running.ts';

test.each([
  ['a HOST of another machine', { HOST: '203.0.113.9' }, /^HOST 203\.0\.113\.9 is not an address of this machine: /],
  [
    'a HOST without an address',
    { HOST: 'nowhere.invalid' },
    /^HOST nowhere\.invalid is not an address of this machine: /,
  ],
  [
    'a secret file that is missing',
    { CACHE_URL_FILE: 'absent' },
    /^CACHE_URL_FILE names a file that cannot be read \(ENOENT\)$/,
  ],
  ['a secret file that is a folder', { CACHE_URL_FILE: 'folder' }, /^CACHE_URL_FILE names a folder, not a file$/],
  [
    'operations that are missing',
    { PERSISTED_OPERATIONS: 'absent' },
    /^PERSISTED_OPERATIONS names a file that cannot be read \(ENOENT\)$/,
  ],
  [
    'a cache file that is a folder',
    { CACHE_URL: 'sqlite:folder' },
    /^The gateway could not start: CACHE_URL: folder cannot be opened: /,
  ],
])('%s is one sentence, and the gateway exits with 1', async (_, environment, line) => {
  const folder = aFolder();
  mkdirSync(join(folder, 'folder'));
  await using gateway = run(environment, [], folder);
  expect(await gateway.ended).toBe(1);
  expect(gateway.stderr().trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
});

test('A port in use is one sentence', async () => {
  await using other = await aServer((_, response) => void response.end());
  await using gateway = run({ PORT: new URL(other.origin).port });
  expect(await gateway.ended).toBe(1);
  expect(gateway.stderr()).toMatch(/^PORT \d+ on 127\.0\.0\.1 is already in use: [^\n]+\n$/);
});

test('A .env that cannot be read is one sentence, beside other faults', async () => {
  const folder = aFolder();
  mkdirSync(join(folder, '.env'));
  await using gateway = run({ PORT: 'x' }, [], folder);
  expect(await gateway.ended).toBe(1);
  expect(gateway.stderr()).toMatch(/^\.env names a folder, not a file\nPORT must be [^\n]+\n$/);
});

test('A start with warnings logs each once, after the first line', async () => {
  await using gateway = run({ HOST: '0.0.0.0', AMAZON_AFFILIATE: 'a-secret' });
  await gateway.says(/every interface/);
  const levels = gateway.stdout().match(/"level":"(INFO|WARN)"/g);
  expect(levels).toEqual(['"level":"INFO"', '"level":"WARN"', '"level":"WARN"']);
  expect(gateway.stdout()).toContain('AMAZON_AFFILIATE: an unknown variable, which has no effect');
  expect(gateway.stdout()).not.toContain('a-secret');
});

test('Without a source the gateway does not start, and says the three ways on', async () => {
  await using gateway = run({ SCRAPING_FALLBACK_ENABLED: '' });
  expect(await gateway.ended).toBe(1);
  expect(gateway.stderr()).toMatch(/^SCRAPING_FALLBACK_ENABLED is not set and no API has credentials: [^\n]+\n$/);
});

test('AMAZON_SANDBOX=auto uses the stand-in without a source, in the region of the marketplace, and says so', async () => {
  await using gateway = run({ SCRAPING_FALLBACK_ENABLED: '', AMAZON_SANDBOX: 'auto', AMAZON_MARKETPLACE: 'US' });
  await gateway.says(/"sources":\["CREATORS_API",.*a stand-in Amazon answers with invented products/);
});

test('AMAZON_SANDBOX=auto leaves a chosen source alone', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, '.env'), 'SCRAPING_FALLBACK_ENABLED=true\n');
  await using gateway = run({ SCRAPING_FALLBACK_ENABLED: '', AMAZON_SANDBOX: 'auto' }, [], folder);
  await gateway.says(/"sources":\["SCRAPING"\]/);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder, run } from '../main/running.ts';

const sandbox = { AMAZON_SANDBOX: 'true' };

test('doctor says in words that everything works, and exits with 0', async () => {
  await using doctor = run(sandbox, ['doctor']);
  expect(await doctor.ended).toBe(0);
  expect(doctor.stdout()).toMatch(/^Asked for B\w{9} in IN:\n\n {2}works {4}Cache /);
  expect(doctor.stdout()).toMatch(/\n {2}works {4}Creators API \(IN\) {2}\S.*\n/);
  expect(doctor.stdout()).toMatch(/\n\nEverything works\.\n$/);
  expect(doctor.stderr()).toBe('');
});

test('doctor says what is wrong and what to do, without the secret, and exits with 1', async () => {
  await using doctor = run({ ...sandbox, AMAZON_CREATORS_CREDENTIAL_SECRET: 'wr0ngwr0ng' }, ['doctor']);
  expect(await doctor.ended).toBe(1);
  expect(doctor.stdout()).toMatch(/\n {2}fails {4}Creators API \(IN\) .*invalid_client.*\n +→ check AMAZON_CREATORS_…/);
  expect(doctor.stdout()).toMatch(/\n\n1 of 5 do not work\.\n$/);
  expect(doctor.stdout()).not.toContain('wr0ngwr0ng');
});

test('doctor --json is one JSON value on standard output', async () => {
  const options = ['doctor', '--json', '--marketplace', 'us', '--asin', 'b000000000'];
  await using doctor = run(sandbox, options);
  expect(await doctor.ended).toBe(1);
  expect(JSON.parse(doctor.stdout())).toMatchObject({
    ok: false,
    question: 'B000000000 in US',
    cache: { ok: true },
    sources: [
      { source: 'CREATORS_API', state: 'SKIPPED', code: 'NO_CREDENTIAL_FOR_REGION' },
      { source: 'PA_API', state: 'WORKS' },
      { source: 'SP_API', state: 'SKIPPED' },
      { source: 'SCRAPING', state: 'WORKS' },
    ],
  });
});

test('doctor names every fault of a configuration with which the gateway cannot start', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, '.env'), 'AMAZON_MARKETPLCE=IN\nCACHE_TTL_HOURS=soon\n');
  await using doctor = run({}, ['doctor'], folder);
  expect(await doctor.ended).toBe(1);
  expect(doctor.stdout()).toMatch(/^The gateway cannot start with this configuration:\n\n {2}CACHE_TTL_HOURS must /);
  expect(doctor.stdout()).toContain('  AMAZON_MARKETPLCE is unknown: AMAZON_MARKETPLACE is probably meant\n');
  await using json = run({ CACHE_TTL_HOURS: 'soon' }, ['doctor', '--json']);
  expect(await json.ended).toBe(1);
  expect(JSON.parse(json.stdout())).toMatchObject({ ok: false, faults: [expect.stringMatching(/^CACHE_TTL_HOURS /)] });
});

test.each([
  ['--asin', 'B00'],
  ['--marketplace', 'GB'],
])('doctor %s %s is a usage error', async (option, value) => {
  await using doctor = run(sandbox, ['doctor', option, value]);
  expect(await doctor.ended).toBe(2);
  expect(doctor.stderr()).toContain(`'${value}' is invalid`);
});

import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { aServer } from './support/a-server.ts';
import { asinNumber } from './support/asins.ts';
import { hasRedis, startRedis } from './support/a-redis.ts';
import { startLoad } from './main/load.ts';
import { run, type Running } from './main/running.ts';

const fleetSize = '{ sourceAnalytics { fleet { instances } } }';

/** The processes that a process has started and that still run. */
function children(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

async function post(url: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return await answer.json();
}

/** The samples of `/metrics`. */
async function metricsOf(url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/metrics`, { headers: { connection: 'close' } });
  return (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function sum(lines: readonly string[], pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}

async function urlOf(running: Running): Promise<string> {
  const [, url = ''] = await running.says(/"url":"(http:[^"]+)"/);
  return url;
}

test('more than one worker without Redis is a fault of the configuration', () => {
  for (const WORKERS of ['2', 'auto']) {
    const pages = { SCRAPING_FALLBACK_ENABLED: 'true' };
    expect(() => parseConfig({ ...pages, WORKERS })).toThrow(/WORKERS above 1 needs a Redis CACHE_URL/);
    expect(parseConfig({ ...pages, WORKERS, CACHE_URL: 'redis://127.0.0.1' }).workers).toBe(
      WORKERS === '2' ? 2 : 'auto',
    );
  }
});

describe.runIf(hasRedis() && process.platform === 'linux')('two workers', () => {
  test('serve one port and share their state; a killed one is replaced; all of them drain', async () => {
    await using redis = await startRedis();
    await using running = run({ AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url });
    const url = await urlOf(running);
    const instances = (count: number) => ({ data: { sourceAnalytics: { fleet: { instances: count } } } });
    let posted = 0;
    const postCounted = async (query: string) => {
      posted += 1;
      return await post(url, query);
    };
    await expect.poll(async () => await postCounted(fleetSize), { timeout: 20_000 }).toEqual(instances(2));
    const product = await postCounted('{ product(asin: "B0QU9TTXWO") { title } }');
    expect(product).toMatchObject({ data: { product: { title: expect.any(String) } } });

    // Whichever worker answers, the metrics contain both, each with its own label.
    const counted = await metricsOf(url);
    expect(counted.filter((line) => line.startsWith('process_start_time_seconds{'))).toMatchObject([
      expect.stringContaining('{worker="1"}'),
      expect.stringContaining('{worker="2"}'),
    ]);
    expect(sum(counted, /^asin_gateway_operations_total\{operation="anonymous",outcome="OK",worker="\d"\} /)).toBe(
      posted,
    );

    const [lost = 0] = children(running.pid);
    process.kill(lost, 'SIGKILL');
    await expect.poll(() => children(running.pid).filter((pid) => pid !== lost).length, { timeout: 20_000 }).toBe(2);
    expect(running.stderr()).toContain('A worker ended (SIGKILL) and is replaced.');
    await expect.poll(async () => (await fetch(`${url}/ready`)).status, { timeout: 20_000 }).toBe(200);

    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(running.stderr()).not.toContain('did not stop by itself');
  }, 90_000);

  test.each([
    ['is stopped', false],
    ['group gets the signal, as from a terminal', true],
  ])(
    'lose no request under load when the process %s',
    async (_, everyone) => {
      await using redis = await startRedis();
      await using running = run({ AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url });
      const [, url = ''] = await running.says(/"url":"(http:[^"]+)"[^]*"url":"/);
      const load = startLoad(url, '{ product(asin: "B0QU9TTXWO") { title } }', { keeping: 60, opening: 40 });
      await load.answers(300);
      if (everyone) for (const worker of children(running.pid)) process.kill(worker, 'SIGTERM');
      running.signal('SIGTERM');
      await load.ended;
      expect(load.outcome.lost).toEqual([]);
      expect(await running.ended).toBe(0);
      expect(running.stderr()).toBe('');
    },
    60_000,
  );

  test('serve everything during STOP_DELAY_MS, while /ready of each of them answers 503', async () => {
    await using redis = await startRedis();
    const environment = { AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url, STOP_DELAY_MS: '1500' };
    await using running = run(environment);
    const [, url = ''] = await running.says(/"url":"(http:[^"]+)"[^]*"url":"/);
    const load = startLoad(url, '{ product(asin: "B0QU9TTXWO") { title } }', { keeping: 60, opening: 40 });
    await load.answers(300);
    running.signal('SIGTERM');
    await running.says(/"msg":"Stopping: [^]*"msg":"Stopping: /);
    const close = { headers: { connection: 'close' } };
    const answers = await Promise.all([1, 2, 3, 4].map(async () => (await fetch(`${url}/ready`, close)).status));
    expect(answers).toEqual([503, 503, 503, 503]);
    await load.answers(300);
    await load.ended;
    expect(load.outcome.lost).toEqual([]);
    expect(await running.ended).toBe(0);
    expect(running.stdout().match(/"msg":"Stopped after [^"]*none was cut"/g)).toHaveLength(2);
  }, 60_000);

  test('are replaced when they get a signal alone, and lose no request', async () => {
    await using redis = await startRedis();
    await using running = run({ AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url });
    const [, url = ''] = await running.says(/"url":"(http:[^"]+)"[^]*"url":"/);
    const load = startLoad(url, '{ product(asin: "B0QU9TTXWO") { title } }', { keeping: 60, opening: 40 });
    await load.answers(300);
    const [left = 0] = children(running.pid);
    process.kill(left, 'SIGTERM');
    await expect.poll(() => children(running.pid).filter((pid) => pid !== left).length, { timeout: 20_000 }).toBe(2);
    await load.answers(300);
    running.signal('SIGTERM');
    await load.ended;
    expect(load.outcome.lost).toEqual([]);
    expect(await running.ended).toBe(0);
  }, 60_000);

  test('that cannot start report the fault once and are not restarted', async () => {
    await using redis = await startRedis();
    const environment = { AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url };
    await using running = run({ ...environment, PERSISTED_OPERATIONS: '/nowhere/operations.json' });
    expect(await running.ended).toBe(1);
    expect(running.stderr().match(/PERSISTED_OPERATIONS/g)).toHaveLength(1);
  }, 30_000);

  test('on a used port print one line and exit', async () => {
    await using redis = await startRedis();
    await using other = await aServer((_, response) => response.end());
    const environment = { AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url };
    await using running = run({ ...environment, PORT: new URL(other.origin).port });
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toMatch(/^PORT \d+ on 127\.0\.0\.1 is already in use: [^\n]+\n$/);
  }, 30_000);

  test('post each alert once', async () => {
    await using redis = await startRedis();
    const posts: string[] = [];
    await using webhook = await aServer((request, response) => {
      void text(request).then((body) => posts.push(body));
      response.end();
    });
    await using amazon = await aServer((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"__type":"#InvalidSignatureException","Errors":[{"Code":"InvalidSignature","Message":"no"}]}');
    });
    await using running = run({
      AMAZON_PAAPI_ACCESS_KEY: 'AKEXAMPLE',
      AMAZON_PAAPI_SECRET_KEY: 'secret',
      AMAZON_PARTNER_TAGS: 'IN=shop-21',
      AMAZON_PAAPI_ENDPOINT: amazon.origin,
      ALERT_WEBHOOK_URL: webhook.origin,
      SCRAPING_FALLBACK_ENABLED: 'false',
      WORKERS: '2',
      CACHE_URL: redis.url,
    });
    const url = await urlOf(running);
    let posted = 0;
    // One refused call per worker shows it that the credentials are wrong.
    const refused = /^asin_gateway_upstream_calls_total\{.*outcome="CREDENTIALS",worker="(\d)"\}/;
    await expect
      .poll(
        async () => {
          // Connections are distributed in turn; an odd number per round reaches both workers.
          for (let n = 0; n < 2; n += 1) await post(url, `{ product(asin: "${asinNumber((posted += 1))}") { title } }`);
          return (await metricsOf(url)).flatMap((line) => refused.exec(line)?.[1] ?? []);
        },
        { timeout: 30_000, interval: 200 },
      )
      .toEqual(['1', '2']);
    await expect.poll(() => posts.length, { timeout: 10_000 }).toBeGreaterThan(0);
    running.signal('SIGTERM');
    await running.ended;
    expect(posts).toHaveLength(1);
  }, 60_000);
});

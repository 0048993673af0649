import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { hasRedis, startRedis } from './a-redis.ts';
import { run, type Running } from './main/running.ts';

const question = '{ sourceAnalytics { fleet { instances } } }';

/** The processes that a process has started and that still run. */
function children(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

async function ask(url: string, query: string): Promise<unknown> {
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

test('more than one worker needs a Redis, and the start says so', () => {
  for (const WORKERS of ['2', 'auto']) {
    expect(() => parseConfig({ WORKERS })).toThrow(/WORKERS more than 1 needs a Redis CACHE_URL/);
    expect(parseConfig({ WORKERS, CACHE_URL: 'redis://127.0.0.1' }).workers).toBe(WORKERS === '2' ? 2 : 'auto');
  }
});

describe.runIf(hasRedis() && process.platform === 'linux')('two workers', () => {
  test('serve one port and share what is built for sharing; a lost one is replaced; all of them drain', async () => {
    await using redis = await startRedis();
    await using running = run({ AMAZON_SANDBOX: 'true', WORKERS: '2', CACHE_URL: redis.url });
    const url = await urlOf(running);
    const instances = (count: number) => ({ data: { sourceAnalytics: { fleet: { instances: count } } } });
    let asked = 0;
    const askCounted = async (query: string) => {
      asked += 1;
      return await ask(url, query);
    };
    await expect.poll(async () => await askCounted(question), { timeout: 20_000 }).toEqual(instances(2));
    const product = await askCounted('{ product(asin: "B0QU9TTXWO") { title } }');
    expect(product).toMatchObject({ data: { product: { title: expect.any(String) } } });

    // Whoever of the two is asked, both are told apart and nothing is left out.
    const counted = await metricsOf(url);
    expect(counted.filter((line) => line.startsWith('process_start_time_seconds{'))).toMatchObject([
      expect.stringContaining('{worker="1"}'),
      expect.stringContaining('{worker="2"}'),
    ]);
    expect(sum(counted, /^asin_gateway_operations_total\{worker="\d",operation="anonymous",outcome="OK"\} /)).toBe(
      asked,
    );

    const [lost = 0] = children(running.pid);
    process.kill(lost, 'SIGKILL');
    await expect.poll(() => children(running.pid).filter((pid) => pid !== lost).length, { timeout: 20_000 }).toBe(2);
    expect(running.stderr()).toContain('A worker ended (SIGKILL) and is replaced.');
    await expect.poll(async () => (await fetch(`${url}/ready`)).status, { timeout: 20_000 }).toBe(200);

    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
  }, 90_000);
});

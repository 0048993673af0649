import { expect, test } from 'vitest';
import { startLoad } from './load.ts';
import { run } from './running.ts';

const query = '{ product(asin: "B0QU9TTXWO") { title } }';
const hundredClients = { keeping: 60, opening: 40 };
const listening = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;
const stopping = /"msg":"Stopping: [^"]+"/;

// Alone on the machine: the port is closed in a short turn of the event loop, and a busy machine has few of them.
test('a gateway that is stopped under load loses none of 10,000 operations, and resets no connection', async () => {
  await using gateway = run({ AMAZON_SANDBOX: 'true' });
  const [, url = ''] = await gateway.says(listening);
  const load = startLoad(url, query, hundredClients);
  await load.answers(9_900);
  gateway.signal('SIGTERM');
  await load.ended;
  expect(load.outcome.lost).toEqual([]);
  expect(load.outcome.answered).toBeGreaterThanOrEqual(10_000);
  expect(await gateway.ended).toBe(0);
  expect(gateway.stdout()).toMatch(/"msg":"Stopped after \d+ ms: \d+ requests were answered, none was cut"/);
}, 60_000);

test('during STOP_DELAY_MS new connections are told that the gateway stops, and everything is served', async () => {
  await using gateway = run({ AMAZON_SANDBOX: 'true', STOP_DELAY_MS: '1500' });
  const [, url = ''] = await gateway.says(listening);
  const load = startLoad(url, query, hundredClients);
  await load.answers(1_000);
  gateway.signal('SIGTERM');
  const [start] = await gateway.says(stopping);
  expect(start).toContain('new connections are accepted for 1500 ms more');
  expect((await fetch(`${url}/ready`, { headers: { connection: 'close' } })).status).toBe(503);
  expect((await fetch(`${url}/health`, { headers: { connection: 'close' } })).status).toBe(200);
  await load.answers(1_000);
  await load.ended;
  expect(load.outcome.lost).toEqual([]);
  expect(await gateway.ended).toBe(0);
}, 60_000);

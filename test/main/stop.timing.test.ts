import { expect, test } from 'vitest';
import { startLoad } from './load.ts';
import { run } from './running.ts';

// Alone on the machine: the more often the process is preempted, the more connections the system resets while it closes.
test('a gateway under load loses no request when it is stopped', async () => {
  await using gateway = run({ AMAZON_SANDBOX: 'true' });
  const [, url = ''] = await gateway.says(/"url":"(http:\/\/127\.0\.0\.1:\d+)"/);
  const load = startLoad(url, '{ product(asin: "B0QU9TTXWO") { title } }', { keeping: 20, opening: 10 });
  await load.answers(300);
  gateway.signal('SIGTERM');
  await load.ended;
  expect(load.outcome.lost).toEqual([]);
  expect(load.outcome.resetAtClose).toBeLessThan(5);
  expect(await gateway.ended).toBe(0);
}, 60_000);

import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { createStopReport, drainTimeoutMs, longestStopMs } from '../../src/gateway/stop.ts';

test.each([
  [{}, 10_000, 0],
  [{ REQUEST_DEADLINE_MS: '120000', STOP_DELAY_MS: '5000' }, 120_000, 5_000],
])(
  'with %j an operation has its deadline and a second more, and a stuck process ends later',
  (env, deadline, delay) => {
    const config = parseConfig({ SCRAPING_FALLBACK_ENABLED: 'true', ...env });
    expect(drainTimeoutMs(config.requestDeadlineMs)).toBeGreaterThanOrEqual(deadline + 1_000);
    expect(longestStopMs(config)).toBeGreaterThan(delay + drainTimeoutMs(config.requestDeadlineMs));
  },
);

test('a stop is reported once when it begins and once when it ends, with everything that was cut', () => {
  const events: GatewayEvent[] = [];
  let now = 100;
  const stop = createStopReport(
    () => now,
    (event) => void events.push(event),
  );
  stop.began({ connections: 3, requests: 2 }, 5_000);
  stop.began({ connections: 1, requests: 1 }, 0);
  now = 6_100;
  stop.drained({ answered: 40, cut: { connections: 2, requests: 1 } });
  stop.cutTasks(4);
  stop.ended();
  expect(events).toEqual([
    { type: 'stop-began', connections: 3, requests: 2, delayMs: 5_000 },
    { type: 'stop-ended', durationMs: 6_000, answered: 40, cutRequests: 1, cutConnections: 2, cutTasks: 4 },
  ]);
});

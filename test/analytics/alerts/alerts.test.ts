import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAlerts, type AlertOptions } from '../../../src/analytics/alerts/alerts.ts';
import type { GatewayEvent } from '../../../src/event.ts';

const minuteMs = 60_000;

function rate(low: boolean, source: 'PA_API' | 'SP_API' = 'PA_API'): GatewayEvent {
  return { type: 'success-rate', source, low, successRate: low ? 0.25 : 0.9, threshold: 0.8 };
}

function watch(post?: AlertOptions['post']) {
  const posted: Readonly<Record<string, unknown>>[] = [];
  const reported: GatewayEvent[] = [];
  const alerts = createAlerts({
    post: post ?? (async (body) => void posted.push(JSON.parse(body))),
    wall: Date.now,
    report: (event) => void reported.push(event),
  });
  const states = () => posted.map(({ state, condition }) => `${String(state)} ${String(condition)}`);
  return { alerts, posted, reported, states };
}

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) }));
afterEach(() => void vi.useRealTimers());

describe('an alert', () => {
  test('states the condition and its time in words', async () => {
    const { alerts, posted } = watch();
    alerts.listen(rate(true));
    await vi.advanceTimersByTimeAsync(0);
    expect(posted).toEqual([
      {
        service: 'asin-gateway',
        condition: 'low success rate PA_API',
        state: 'RAISED',
        at: '2026-11-23T12:00:00.000Z',
        text: 'PA_API answers 25 % of its calls, below the threshold of 80 %.',
      },
    ]);
  });

  test('is posted once when its condition begins and once when it ends', async () => {
    const { alerts, states } = watch();
    alerts.listen(rate(true));
    alerts.listen(rate(true));
    await vi.advanceTimersByTimeAsync(20 * minuteMs);
    alerts.listen(rate(false));
    alerts.listen(rate(false));
    await vi.advanceTimersByTimeAsync(0);
    expect(states()).toEqual(['RAISED low success rate PA_API', 'CLEARED low success rate PA_API']);
  });

  test('is posted at most once per condition in 15 minutes', async () => {
    const { alerts, states } = watch();
    for (let minute = 0; minute < 14; minute += 1) {
      alerts.listen(rate(true));
      await vi.advanceTimersByTimeAsync(minuteMs / 2);
      alerts.listen(rate(false));
      await vi.advanceTimersByTimeAsync(minuteMs / 2);
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(states()).toEqual(['RAISED low success rate PA_API', 'CLEARED low success rate PA_API']);
  });

  test('of a condition that began again within 15 minutes is posted afterwards, if it still lasts', async () => {
    const { alerts, states } = watch();
    alerts.listen(rate(true));
    alerts.listen(rate(false));
    alerts.listen(rate(true));
    await vi.advanceTimersByTimeAsync(15 * minuteMs - 1);
    await vi.advanceTimersByTimeAsync(0);
    expect(states()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(states().slice(2)).toEqual(['RAISED low success rate PA_API']);
  });

  test('of one condition does not delay that of another', async () => {
    const { alerts, states } = watch();
    alerts.listen(rate(true));
    alerts.listen(rate(true, 'SP_API'));
    alerts.listen({ type: 'store', state: 'DOWN', detail: 'connection refused' });
    alerts.listen({
      type: 'circuit',
      source: 'PA_API',
      marketplace: 'US',
      operation: 'lookup',
      state: 'OPEN',
      code: 'CREDENTIALS',
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(states().map((state) => state.replace('RAISED ', ''))).toEqual([
      'low success rate PA_API',
      'low success rate SP_API',
      'cache store down',
      'credentials refused PA_API US lookup',
    ]);
  });

  test('is not posted for transient events, nor for the end of a condition that was not posted', async () => {
    const { alerts, states } = watch();
    alerts.listen(rate(false));
    alerts.listen({ type: 'store', state: 'UP' });
    const circuit = { type: 'circuit', source: 'PA_API', marketplace: 'US', operation: 'lookup' } as const;
    alerts.listen({ ...circuit, state: 'OPEN', code: 'SERVER' });
    alerts.listen({ ...circuit, state: 'CLOSED' });
    await vi.advanceTimersByTimeAsync(0);
    expect(states()).toEqual([]);
  });

  test('contains no text of an upstream or a store', async () => {
    const { alerts, posted } = watch();
    alerts.listen({ type: 'store', state: 'DOWN', detail: 'redis://user:s3cret@cache' });
    await vi.advanceTimersByTimeAsync(0);
    expect(JSON.stringify(posted)).not.toContain('s3cret');
  });
});

describe('a receiver that fails', () => {
  test('is tried four times, then the failure is reported', async () => {
    let tries = 0;
    const { alerts, reported } = watch(async () => {
      tries += 1;
      throw new Error('HTTP 500');
    });
    alerts.listen(rate(true));
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(tries).toBe(4);
    expect(reported).toEqual([
      { type: 'alert', condition: 'low success rate PA_API', state: 'RAISED', failure: 'HTTP 500' },
    ]);
  });

  test('receives the end only after the beginning', async () => {
    const states: unknown[] = [];
    let tries = 0;
    const { alerts } = watch(async (body) => {
      tries += 1;
      if (tries < 3) throw new Error('HTTP 500');
      states.push(JSON.parse(body).state);
    });
    alerts.listen(rate(true));
    alerts.listen(rate(false));
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(states).toEqual(['RAISED', 'CLEARED']);
  });

  test('and then recovers gets the alert once', async () => {
    let tries = 0;
    const { alerts, reported } = watch(async () => {
      tries += 1;
      if (tries < 3) throw new Error('HTTP 500');
    });
    alerts.listen(rate(true));
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect(tries).toBe(3);
    expect(reported).toEqual([{ type: 'alert', condition: 'low success rate PA_API', state: 'RAISED' }]);
  });

  test('is abandoned when the gateway stops, without a timer left', async () => {
    const aborted = Promise.withResolvers<void>();
    const { alerts, reported } = watch(async (_, signal) => {
      await once(signal, 'abort');
      aborted.resolve();
      throw signal.reason;
    });
    alerts.listen(rate(true));
    await vi.advanceTimersByTimeAsync(0);
    alerts[Symbol.dispose]();
    await aborted.promise;
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(reported).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

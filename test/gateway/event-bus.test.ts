import { expect, test } from 'vitest';
import type { GatewayEvent } from '../../src/event.ts';
import { createEventBus } from '../../src/gateway/event-bus.ts';

const failed = (message: string): GatewayEvent => ({ type: 'store-failed', action: 'read', message });

test('listeners get every event in order, including those reported before they were connected', () => {
  const received: string[] = [];
  const listener = (name: string) => (event: GatewayEvent) =>
    void received.push(`${name} ${'message' in event ? event.message : ''}`);
  const { report, connect } = createEventBus();
  report(failed('early'));
  connect([listener('log'), listener('metrics')]);
  report(failed('late'));
  expect(received).toEqual(['log early', 'metrics early', 'log late', 'metrics late']);
});

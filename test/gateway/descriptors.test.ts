import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GatewayEvent } from '../../src/event.ts';
import { watchDescriptors } from '../../src/gateway/descriptors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a process without file descriptors says so by their name, once until it has some again', () => {
  const events: GatewayEvent[] = [];
  let code: string | undefined;
  using _ = watchDescriptors(
    (event) => void events.push(event),
    () => {
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
  );
  const pass = (next: string | undefined) => {
    code = next;
    vi.advanceTimersByTime(10_000);
    return events.length;
  };
  expect([pass(undefined), pass('EACCES'), pass('EMFILE'), pass('EMFILE'), pass(undefined), pass('ENFILE')]).toEqual([
    0, 0, 1, 1, 1, 2,
  ]);
  expect(events[0]).toMatchObject({
    where: 'accepting connections',
    error: { message: expect.stringMatching(/^no file descriptor is left \(EMFILE\).*raise the limit/) },
  });
});

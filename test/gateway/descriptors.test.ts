import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchDescriptors } from '../../src/gateway/descriptors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a shortage of file descriptors is reported once, with the system’s error code', () => {
  const reported: string[] = [];
  let code: string | undefined;
  using _ = watchDescriptors(
    ({ message }) => void reported.push(message),
    () => {
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
  );
  const pass = (next: string | undefined) => {
    code = next;
    vi.advanceTimersByTime(10_000);
    return reported.length;
  };
  expect([pass(undefined), pass('EACCES'), pass('EMFILE'), pass('EMFILE'), pass(undefined), pass('ENFILE')]).toEqual([
    0, 0, 1, 1, 1, 2,
  ]);
  expect(reported[0]).toMatch(/^no file descriptor is left \(EMFILE\).*raise the limit/);
});

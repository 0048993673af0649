import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchDescriptors } from '../../src/gateway/descriptors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a process without file descriptors says so by their name, once until it has some again', () => {
  const told: string[] = [];
  let code: string | undefined;
  using _ = watchDescriptors(
    ({ message }) => void told.push(message),
    () => {
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
  );
  const pass = (next: string | undefined) => {
    code = next;
    vi.advanceTimersByTime(10_000);
    return told.length;
  };
  expect([pass(undefined), pass('EACCES'), pass('EMFILE'), pass('EMFILE'), pass(undefined), pass('ENFILE')]).toEqual([
    0, 0, 1, 1, 1, 2,
  ]);
  expect(told[0]).toMatch(/^no file descriptor is left \(EMFILE\).*raise the limit/);
});

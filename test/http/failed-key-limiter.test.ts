import { describe, expect, test } from 'vitest';
import { createFailedKeyLimiter } from '../../src/http/failed-key-limiter.ts';

function watched() {
  let at = 0;
  const guesses = createFailedKeyLimiter(() => at);
  const wrongTimes = (times: number, address: string) =>
    Array.from({ length: times }, () => guesses.wrong(address)).at(-1);
  return { ...guesses, wrongTimes, pass: (ms: number) => (at += ms) };
}

describe('wrong keys of one address', () => {
  test('are ten at once, then ten a minute', () => {
    const { wrongTimes, wrong, pass } = watched();
    expect(wrongTimes(10, '192.0.2.1')).toBeUndefined();
    expect(wrong('192.0.2.1')).toBe(6_000);
    pass(6_000);
    expect(wrong('192.0.2.1')).toBeUndefined();
    expect(wrong('192.0.2.1')).toBe(6_000);
  });

  test('say nothing about another address', () => {
    const { wrongTimes, wrong } = watched();
    wrongTimes(11, '192.0.2.1');
    expect(wrong('192.0.2.2')).toBeUndefined();
  });

  test('count for the whole network of an IPv6 address, however it is written', () => {
    const { wrongTimes, wrong } = watched();
    wrongTimes(10, '2001:db8:1:2::1');
    expect(wrong('2001:db8:1:2:ffff:1:2:3')).toBe(6_000);
    expect(wrong('2001:db8:1:3::1')).toBeUndefined();
    wrongTimes(10, '2001:db8::1');
    expect(wrong('2001:db8:0:0:9::')).toBe(6_000);
  });

  test('keep a right key out that never came from there, even if it is guessed', () => {
    const { wrongTimes, right, pass } = watched();
    wrongTimes(11, '192.0.2.1');
    expect(right('192.0.2.1', 'shop')).toBe(6_000);
    pass(6_000);
    expect(right('192.0.2.1', 'shop')).toBeUndefined();
  });

  test('lock nobody out who came from there before', () => {
    const { wrongTimes, right } = watched();
    right('192.0.2.1', 'shop');
    wrongTimes(100, '192.0.2.1');
    expect(right('192.0.2.1', 'shop')).toBeUndefined();
    expect(right('192.0.2.1', 'app')).toBe(6_000);
  });

  test('are forgotten when ten thousand other addresses have come: memory is bounded', () => {
    const { wrongTimes, wrong } = watched();
    wrongTimes(11, '192.0.2.1');
    for (let n = 0; n < 9_999; n += 1) wrong(`10.0.${n >> 8}.${n & 255}`);
    expect(wrong('192.0.2.1')).toBe(6_000);
    for (let n = 0; n < 10_000; n += 1) wrong(`10.1.${n >> 8}.${n & 255}`);
    expect(wrong('192.0.2.1')).toBeUndefined();
  });
});

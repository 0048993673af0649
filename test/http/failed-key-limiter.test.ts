import { describe, expect, test } from 'vitest';
import { createFailedKeyLimiter } from '../../src/http/failed-key-limiter.ts';

function aLimiter() {
  let at = 0;
  const limiter = createFailedKeyLimiter(() => at);
  const failTimes = (times: number, address: string) =>
    Array.from({ length: times }, () => limiter.failed(address)).at(-1);
  return { ...limiter, failTimes, pass: (ms: number) => (at += ms) };
}

describe('wrong keys of one address', () => {
  test('are limited to ten at once and ten a minute', () => {
    const { failTimes, failed, pass } = aLimiter();
    expect(failTimes(10, '192.0.2.1')).toBeUndefined();
    expect(failed('192.0.2.1')).toBe(6_000);
    pass(6_000);
    expect(failed('192.0.2.1')).toBeUndefined();
    expect(failed('192.0.2.1')).toBe(6_000);
  });

  test('do not block another address', () => {
    const { failTimes, failed } = aLimiter();
    failTimes(11, '192.0.2.1');
    expect(failed('192.0.2.2')).toBeUndefined();
  });

  test('count for the whole network of an IPv6 address, however it is written', () => {
    const { failTimes, failed } = aLimiter();
    failTimes(10, '2001:db8:1:2::1');
    expect(failed('2001:db8:1:2:ffff:1:2:3')).toBe(6_000);
    expect(failed('2001:db8:1:3::1')).toBeUndefined();
    failTimes(10, '2001:db8::1');
    expect(failed('2001:db8:0:0:9::')).toBe(6_000);
  });

  test('block a valid key that was never used from there, so that a guess does not succeed', () => {
    const { failTimes, succeeded, pass } = aLimiter();
    failTimes(11, '192.0.2.1');
    expect(succeeded('192.0.2.1', 'shop')).toBe(6_000);
    pass(6_000);
    expect(succeeded('192.0.2.1', 'shop')).toBeUndefined();
  });

  test('do not block a key that was used from there before', () => {
    const { failTimes, succeeded } = aLimiter();
    succeeded('192.0.2.1', 'shop');
    failTimes(100, '192.0.2.1');
    expect(succeeded('192.0.2.1', 'shop')).toBeUndefined();
    expect(succeeded('192.0.2.1', 'app')).toBe(6_000);
  });

  test('are forgotten after those of ten thousand other addresses, because memory is bounded', () => {
    const { failTimes, failed } = aLimiter();
    failTimes(11, '192.0.2.1');
    for (let n = 0; n < 9_999; n += 1) failed(`10.0.${n >> 8}.${n & 255}`);
    expect(failed('192.0.2.1')).toBe(6_000);
    for (let n = 0; n < 10_000; n += 1) failed(`10.1.${n >> 8}.${n & 255}`);
    expect(failed('192.0.2.1')).toBeUndefined();
  });
});

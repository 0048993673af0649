import { describe, expect, test } from 'vitest';
import { createRemoteTime } from '../../src/coordination/remote-time.ts';

describe('another machine’s time', () => {
  test('is never converted to an earlier moment than possible', () => {
    const time = createRemoteTime();
    time.observe(5_000, 100, 140);
    expect(time.local(5_000)).toBe(140);
  });

  test('a quick reply makes it exact, and a slow one after it does not undo that', () => {
    const time = createRemoteTime();
    time.observe(5_000, 100, 140);
    time.observe(5_100, 220, 221);
    expect(time.local(5_100)).toBe(221);
    time.observe(5_200, 230, 430);
    expect(time.local(5_200)).toBe(321);
  });

  test('a clock that jumps is followed at once, either way', () => {
    const time = createRemoteTime();
    time.observe(5_000, 100, 101);
    time.observe(9_000, 200, 201);
    expect(time.local(9_000)).toBeGreaterThanOrEqual(200);
    expect(time.local(9_000)).toBeLessThanOrEqual(201);
    time.observe(1_000, 300, 301);
    expect(time.local(1_000)).toBe(300);
  });
});

import { describe, expect, test } from 'vitest';
import { createCircuit } from '../../src/upstream/circuit.ts';
import { fakeClock } from '../support/fake-clock.ts';

function aCircuit() {
  const clock = fakeClock();
  const changes: string[] = [];
  const circuit = createCircuit(clock, (state, code) => changes.push(code === undefined ? state : `${state} ${code}`));
  const fail = (code: string, times = 1) => {
    for (let n = 0; n < times; n += 1) circuit.failed(code);
  };
  return { clock, changes, circuit, fail };
}

describe('a circuit', () => {
  test('opens after five failures in a row, not four', () => {
    const { circuit, fail } = aCircuit();
    fail('SERVER', 4);
    expect(circuit.state()).toBe('CLOSED');
    fail('TIMEOUT');
    expect(circuit.state()).toBe('OPEN');
  });

  test('a success in between restarts the count', () => {
    const { circuit, fail } = aCircuit();
    fail('SERVER', 4);
    circuit.succeeded();
    fail('SERVER', 4);
    expect(circuit.state()).toBe('CLOSED');
  });

  test('is half-open after five seconds and closes when the probe succeeds', () => {
    const { circuit, fail, clock, changes } = aCircuit();
    fail('SERVER', 5);
    clock.advance(4_999);
    expect(circuit.state()).toBe('OPEN');
    clock.advance(1);
    expect(circuit.state()).toBe('HALF_OPEN');
    circuit.succeeded();
    expect(changes).toEqual(['OPEN SERVER', 'HALF_OPEN SERVER', 'CLOSED']);
  });

  test('a failed probe opens it again', () => {
    const { circuit, fail, clock } = aCircuit();
    fail('SERVER', 5);
    clock.advance(5_000);
    fail('SERVER');
    expect(circuit.state()).toBe('OPEN');
    expect(circuit.opensAgainInMs()).toBe(5_000);
  });

  test('refused credentials open it at once, for minutes', () => {
    const { circuit, fail, clock } = aCircuit();
    fail('CREDENTIALS');
    expect(circuit.state()).toBe('OPEN');
    expect(circuit.code).toBe('CREDENTIALS');
    clock.advance(60_000);
    fail('CREDENTIALS');
    expect(circuit.opensAgainInMs()).toBe(120_000);
  });

  test('a robot check opens it at once, and for longer each time', () => {
    const { circuit, fail, clock } = aCircuit();
    for (const waitMs of [5_000, 10_000, 20_000]) {
      fail('BLOCKED');
      expect(circuit.opensAgainInMs()).toBe(waitMs);
      clock.advance(waitMs);
    }
  });
});

import { expect, test } from 'vitest';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { startFault } from '../../src/main/start-fault.ts';

test('faults of the configuration have one line each, without a stack trace', () => {
  expect(startFault(new ConfigurationError(['PORT must be…', 'HOST must be…']))).toBe('PORT must be…\nHOST must be…\n');
});

test.each([
  [{ code: 'EADDRINUSE', address: '127.0.0.1', port: 8080 }, /^PORT 8080 on 127\.0\.0\.1 is already in use: .*\n$/],
  [{ code: 'EACCES', address: '127.0.0.1', port: 80 }, /^PORT 80 on 127\.0\.0\.1 needs more privileges: .*\n$/],
  [
    { code: 'EADDRNOTAVAIL', address: '10.9.9.9', port: 80 },
    /^HOST 10\.9\.9\.9 is not an address of this machine: .*\n$/,
  ],
  [{ code: 'EAI_AGAIN', hostname: 'nowhere' }, /^HOST nowhere is not an address of this machine: .*\n$/],
  [{ code: 'ENOTFOUND', hostname: 'nowhere' }, /^HOST nowhere is not an address of this machine: .*\n$/],
])('%j becomes one line that names the variable', (data, line) => {
  expect(startFault(Object.assign(new Error('listen failed'), data))).toMatch(line);
});

test('an unexpected error is printed by its message, without a stack trace', () => {
  expect(startFault(new TypeError('boom'))).toBe('The gateway could not start: boom\n');
  expect(startFault('a string')).toBe('The gateway could not start: a string\n');
});

import { expect, test } from 'vitest';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { startFault } from '../../src/main/start-fault.ts';

test('faults of the configuration are one a line, without a stack', () => {
  expect(startFault(new ConfigurationError(['PORT must be…', 'HOST must be…']))).toBe('PORT must be…\nHOST must be…\n');
});

test.each([
  [{ code: 'EADDRINUSE', address: '127.0.0.1', port: 8080 }, /^PORT 8080 on 127\.0\.0\.1 is already in use: .*\n$/],
  [{ code: 'EACCES', address: '127.0.0.1', port: 80 }, /^PORT 80 on 127\.0\.0\.1 may not be listened on .*\n$/],
  [
    { code: 'EADDRNOTAVAIL', address: '10.9.9.9', port: 80 },
    /^HOST 80 on 10\.9\.9\.9 is no address of this machine\n$/,
  ],
  [{ code: 'ENOTFOUND', hostname: 'nowhere' }, /^HOST nowhere is no address of this machine\n$/],
])('%j is told in one line that names the variable', (data, line) => {
  expect(startFault(Object.assign(new Error('listen failed'), data))).toMatch(line);
});

test('what nobody foresaw is told by its message, without a stack', () => {
  expect(startFault(new TypeError('boom'))).toBe('The gateway could not start: boom\n');
  expect(startFault('a string')).toBe('The gateway could not start: a string\n');
});

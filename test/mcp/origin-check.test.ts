import { expect, test } from 'vitest';
import { createOriginCheck } from '../../src/mcp/origin-check.ts';

const origins = ['https://shop.example'];

test.each([
  ['a program, which names no page', undefined, 'gateway.example'],
  ['a listed page', 'https://shop.example', 'gateway.example'],
  ['a page of the gateway on this machine', 'http://localhost:8080', 'localhost:8080'],
  ['the same by its address', 'http://127.0.0.1:8080', '127.0.0.1:8080'],
  ['the same by its IPv6 address', 'http://[::1]:8080', '[::1]:8080'],
])('%s may use the tools', (_, origin, host) => {
  expect(createOriginCheck(origins)({ headers: { host, ...(origin !== undefined && { origin }) } })).toBe(true);
});

test.each([
  ['a foreign page', 'https://evil.example', 'localhost:8080'],
  ['a page whose host name leads here by DNS rebinding', 'http://evil.example:8080', 'evil.example:8080'],
  ['another program on this machine', 'http://localhost:3000', 'localhost:8080'],
  ['another name of this machine', 'http://localhost:8080', '127.0.0.1:8080'],
  ['a page in a sandbox', 'null', 'localhost:8080'],
  ['a page that begins like a listed one', 'https://shop.example.evil.example', 'localhost:8080'],
  ['the listed host without its scheme', 'http://shop.example', 'localhost:8080'],
  ['a page that names itself like this machine', 'http://localhost.evil.example:8080', 'localhost.evil.example:8080'],
  ['nonsense', '%%%', 'localhost:8080'],
  ['an empty origin', '', 'localhost:8080'],
  ['a page when there is no host', 'http://localhost', ''],
])('%s may not', (_, origin, host) => {
  expect(createOriginCheck(origins)({ headers: { origin, host } })).toBe(false);
});

test('every page may when CORS_ORIGINS says so', () => {
  expect(createOriginCheck(['*'])({ headers: { origin: 'https://evil.example', host: 'localhost' } })).toBe(true);
});

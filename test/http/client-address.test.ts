import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createClientAddress, type TrustedProxies } from '../../src/http/client-address.ts';
import { listening } from './listening.ts';

/** The client's address, where `peer` is connected and sends this `X-Forwarded-For`. */
function addressOf(trusted: TrustedProxies | undefined, peer: string, forwardedFor?: string): string {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor;
  return createClientAddress(trusted)(request);
}

describe('the address of a client', () => {
  test('is that of the connection, whatever the client writes, where no proxy is trusted', () => {
    expect(addressOf(undefined, '198.51.100.7', '203.0.113.9')).toBe('198.51.100.7');
  });

  test('is the one that the last of so many trusted proxies saw; what the client wrote is not believed', () => {
    expect(addressOf(1, '10.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
    expect(addressOf(1, '10.0.0.1', '1.2.3.4, 203.0.113.9')).toBe('203.0.113.9');
    expect(addressOf(2, '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
    expect(addressOf(2, '10.0.0.1')).toBe('10.0.0.1');
  });

  test('is the last one that is no trusted address', () => {
    const trusted = ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'];
    expect(addressOf(trusted, '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
    expect(addressOf(trusted, '::ffff:10.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
    expect(addressOf(trusted, 'fd00::1', '2001:db8::1')).toBe('2001:db8::1');
    expect(addressOf(trusted, '192.0.2.2', '203.0.113.9')).toBe('192.0.2.2');
    expect(addressOf(['loopback'], '127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  });

  test('is read without the port that some proxies write behind it', () => {
    expect(addressOf(1, '10.0.0.1', '203.0.113.9:1234')).toBe('203.0.113.9');
    expect(addressOf(1, '10.0.0.1', '[2001:db8::1]:1234')).toBe('2001:db8::1');
    expect(addressOf(1, '10.0.0.1', '[2001:db8::1]')).toBe('2001:db8::1');
    expect(addressOf(['10.0.0.0/8'], '10.0.0.1', '203.0.113.9:1234, 10.9.9.9:80')).toBe('203.0.113.9');
  });

  test.each(['unknown', '_hidden', '203.0.113.9:', '[203.0.113.9:1', '[x]:1', '<script>', '', '1.2.3.4.5', '1.2:80'])(
    'is that of the connection where a trusted proxy writes no address: “%s”',
    (text) => expect(addressOf(1, '10.0.0.1', text)).toBe('10.0.0.1'),
  );
});

describe('the limit of wrong keys', () => {
  const keys = [{ name: 'shop', key: 'k3y-0f-the-sh0p' }];
  const guess = (url: string, forwardedFor: string) =>
    fetch(`${url}/graphql`, { headers: { 'x-api-key': 'wrong', 'x-forwarded-for': forwardedFor } });

  test('counts clients behind a trusted proxy apart, and reports their addresses', async () => {
    await using server = await listening({ keys, trustProxy: 1, now: () => 0 });
    for (let n = 0; n < 11; n += 1) await guess(server.url, '203.0.113.9');
    expect((await guess(server.url, '203.0.113.9')).status).toBe(429);
    expect((await guess(server.url, '203.0.113.10')).status).toBe(401);
    expect(server.events.at(-2)).toEqual({ type: 'request-rejected', code: 'RATE_LIMITED', address: '203.0.113.9' });
  });

  test('cannot be escaped by another X-Forwarded-For with every guess', async () => {
    for (const trustProxy of [undefined, ['10.0.0.0/8']]) {
      await using server = await listening({ keys, trustProxy, now: () => 0 });
      for (let n = 0; n < 10; n += 1) await guess(server.url, `203.0.113.${n}`);
      expect((await guess(server.url, '203.0.113.99')).status).toBe(429);
      expect(server.events.at(-1)).toMatchObject({ address: '127.0.0.1' });
    }
    await using server = await listening({ keys, trustProxy: 1, now: () => 0 });
    for (let n = 0; n < 10; n += 1) await guess(server.url, `203.0.113.${n}, 198.51.100.7`);
    expect((await guess(server.url, '203.0.113.99, 198.51.100.7')).status).toBe(429);
  });
});

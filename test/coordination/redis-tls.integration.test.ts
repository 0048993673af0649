import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import { defineScript } from '../../src/coordination/redis-client.ts';
import { freePort, hasRedis, startRedisOn, type RedisServer } from '../support/a-redis.ts';
import { openssl } from '../support/prerequisites.ts';

const ping = defineScript("return redis.call('PING')['ok']");

describe.runIf(hasRedis() && openssl.path !== undefined)('over TLS', () => {
  let folder: string;
  const trusted = getCACertificates('default');
  const keyFile = () => join(folder, 'key.pem');
  const certFile = () => join(folder, 'cert.pem');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'asin-gateway-tls-'));
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    spawnSync('openssl', ['req', ...kind, ...name, '-keyout', keyFile(), '-out', certFile()]);
  });
  afterAll(() => {
    setDefaultCACertificates(trusted);
    rmSync(folder, { recursive: true });
  });

  /** A server that speaks only TLS. */
  async function start(args: readonly string[] = [], configuration?: string): Promise<RedisServer> {
    const port = await freePort();
    const files = ['--tls-cert-file', certFile(), '--tls-key-file', keyFile(), '--tls-ca-cert-file', certFile()];
    const tls = ['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'no', ...files];
    return await startRedisOn(port, [...tls, ...args], configuration);
  }
  const problemOf = async (redis: Redis) => {
    await redis.attempted;
    return redis.problem();
  };

  test('a server with an unknown certificate is refused, and one with a known certificate is used', async () => {
    await using server = await start();
    const url = server.url.replace('redis:', 'rediss:');
    await using strict = openRedis({ url, clock: systemClock });
    expect(await problemOf(strict)).toBe('not connected (DEPTH_ZERO_SELF_SIGNED_CERT)');
    await using plain = openRedis({ url: server.url, clock: systemClock });
    expect(await problemOf(plain)).toMatch(/^not connected/);
    setDefaultCACertificates([...trusted, readFileSync(certFile(), 'utf8')]);
    await using redis = openRedis({ url, clock: systemClock });
    expect(await problemOf(redis)).toBeUndefined();
    expect(await redis.run(ping, [], [])).toBe('PONG');
  });

  test('so are sentinels and the master that they name', async () => {
    setDefaultCACertificates([...trusted, readFileSync(certFile(), 'utf8')]);
    await using master = await start();
    const watch = `sentinel monitor shop 127.0.0.1 ${master.port} 1\n`;
    await using sentinel = await start(['--sentinel', '--tls-replication', 'yes'], watch);
    await using redis = openRedis({ url: `rediss+sentinel://127.0.0.1:${sentinel.port}/shop`, clock: systemClock });
    expect(await problemOf(redis)).toBeUndefined();
    expect(await redis.run(ping, [], [])).toBe('PONG');
  });

  test('so are the masters of a cluster', async () => {
    setDefaultCACertificates([...trusted, readFileSync(certFile(), 'utf8')]);
    const bus = ['--cluster-port', `${await freePort()}`, '--cluster-announce-ip', '127.0.0.1'];
    await using server = await start(['--cluster-enabled', 'yes', '--tls-cluster', 'yes', ...bus]);
    expect(server.command('cluster', 'addslotsrange', '0', '16383')).toBe('OK');
    await expect.poll(() => server.command('cluster', 'info'), { timeout: 5_000 }).toContain('cluster_state:ok');
    await using redis = openRedis({ url: `rediss+cluster://127.0.0.1:${server.port}`, clock: systemClock });
    expect(await problemOf(redis)).toBeUndefined();
    expect(await redis.run(ping, ['{a}'], [])).toBe('PONG');
  });
});

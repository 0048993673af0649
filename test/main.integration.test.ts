import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { aFolder, run } from './main/running.ts';
import { gatewayVersion as version } from '../src/upstream/user-agent.ts';

const ready = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;
const paApi = {
  AMAZON_PAAPI_ACCESS_KEY: 'AKIDEXAMPLE',
  AMAZON_PAAPI_SECRET_KEY: 'SECRETEXAMPLE',
  AMAZON_PAAPI_PARTNER_TAG: 'shop-21',
};

async function post(url: string, body: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json();
}

/** An upstream whose responses wait until `answer` is called. */
async function aSlowUpstream() {
  const [called, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = createServer((_, response) => {
    called.resolve();
    void answer.promise.then(() => response.writeHead(404, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    called: called.promise,
    answer: answer.resolve,
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('starting', () => {
  test('with a faulty environment prints every fault on its own line, without secrets, and exits with 1', async () => {
    await using gateway = run({ ...paApi, AMAZON_PAAPI_PARTNER_TAG: '', PORT: 'eighty', LOG_LEVEL: 'LOUD' });
    expect(await gateway.ended).toBe(1);
    const lines = gateway.stderr().trim().split('\n');
    const named = new Set(lines.map((line) => line.split(' ')[0]));
    expect(named).toEqual(new Set(['AMAZON_PAAPI_PARTNER_TAG', 'LOG_LEVEL', 'PORT']));
    expect(lines).toHaveLength(3);
    expect(gateway.stderr()).not.toContain('SECRETEXAMPLE');
    expect(gateway.stdout()).toBe('');
  });

  test('on a used port prints one line and exits with 1', async () => {
    await using first = run({});
    const [, url = ''] = await first.says(ready);
    await using second = run({ PORT: new URL(url).port });
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(/^PORT \d+ on 127\.0\.0\.1 is already in use: [^\n]+\n$/);
  });

  test('logs one JSON line with the version and the enabled sources in chain order', async () => {
    await using gateway = run({ ...paApi, API_FIRST_MODE: 'false' });
    await gateway.says(ready);
    const [line = ''] = gateway.stdout().split('\n');
    expect(JSON.parse(line)).toMatchObject({ level: 'INFO', version, sources: ['SCRAPING', 'PA_API'] });
  });

  test('reads .env and secret files; variables of the shell take precedence', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'key'), 'SECRETEXAMPLE\n');
    const { AMAZON_PAAPI_SECRET_KEY: _, ...rest } = paApi;
    const lines = Object.entries({ ...rest, AMAZON_PAAPI_SECRET_KEY_FILE: 'key', LOG_LEVEL: 'LOUD', HOST: '' });
    writeFileSync(join(folder, '.env'), lines.map(([name, value]) => `${name}=${value}\n`).join(''));
    await using gateway = run({ LOG_LEVEL: 'INFO', SCRAPING_FALLBACK_ENABLED: 'false' }, [], folder);
    await gateway.says(/"sources":\["PA_API"\]/);
  });
});

describe('stopping', () => {
  test('lets running operations finish despite further signals, and exits with 0', async () => {
    using upstream = await aSlowUpstream();
    const environment = { ...paApi, AMAZON_PAAPI_ENDPOINT: upstream.origin, SCRAPING_FALLBACK_ENABLED: 'false' };
    await using gateway = run(environment);
    const [, url = ''] = await gateway.says(ready);
    const answer = post(url, JSON.stringify({ query: '{ product(asin: "B0CR7G9V56") { asin } }' }));
    await upstream.called;
    gateway.signal('SIGTERM');
    await vi.waitFor(() => expect(fetch(`${url}/health`)).rejects.toThrow());
    gateway.signal('SIGTERM');
    gateway.signal('SIGINT');
    upstream.answer();
    expect(await answer).toHaveProperty('data');
    expect(await gateway.ended).toBe(0);
    expect(gateway.stderr()).toBe('');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('without load exits with 0 on %s', async (name) => {
    await using gateway = run({});
    await gateway.says(ready);
    gateway.signal(name);
    expect(await gateway.ended).toBe(0);
    expect(gateway.stderr()).toBe('');
  });
});

describe('the demo', () => {
  test('prints working URLs and a first query that works', async () => {
    await using gateway = run({}, ['--demo']);
    const [, body = ''] = await gateway.says(/-d '(.+)'[^]*Ctrl-C/);
    const said = gateway.stdout();
    expect(said).toMatch(/^asin-gateway demo: /);
    const [, url = '', graphiql = ''] = /((http:\/\/127\.0\.0\.1:\d+)\/graphql)/.exec(said) ?? [];
    expect((await fetch(url, { headers: { accept: 'text/html' } })).headers.get('content-type')).toMatch(/text\/html/);
    const [, control = ''] = /Controls +(\S+)/.exec(said) ?? [];
    expect((await fetch(control)).status).toBe(200);
    const answer = JSON.stringify(await post(graphiql, body));
    expect(answer.match(/"title":"[^"]*Wireless Earbuds/g)).toHaveLength(3);
    gateway.signal('SIGINT');
    expect(await gateway.ended).toBe(0);
  });

  test('points every source at the sandbox, even with credentials for Amazon in .env', async () => {
    const folder = aFolder();
    writeFileSync(
      join(folder, '.env'),
      Object.entries(paApi)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    await using gateway = run({ AMAZON_SANDBOX: 'true' }, [], folder);
    const [, url = ''] = await gateway.says(ready);
    const query = '{ product(asin: "B0CR7G9V56") { asin } sourceAnalytics { sources { enabled lastError { code } } } }';
    const answer = JSON.stringify(await post(url, JSON.stringify({ query })));
    expect(answer).toContain('"enabled":true');
    expect(answer).not.toContain('CREDENTIALS');
  });
});

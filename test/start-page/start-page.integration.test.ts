import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';

const demo = { AMAZON_SANDBOX: 'true' };
const keys = { GATEWAY_API_KEYS: 'shop:of-the-shop:client,ops:0pen-sesame:admin' };

async function open(url: string, key?: string) {
  const headers = { accept: 'text/html', ...(key !== undefined && { 'x-api-key': key }) };
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, text: (await response.text()).replaceAll(/\s+/g, ' ') };
}

describe('the start page', () => {
  test('is for browsers; other clients get JSON', async () => {
    await using gateway = await aGateway();
    const { status, headers, text } = await open(gateway.url);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    for (const link of ['graphql', 'dashboard', 'schema.graphql']) expect(text).toContain(`href="${link}"`);
    expect(text).not.toMatch(/<script|<(?:img|link)[^>]*(?:src|href)="(?:https?:)?\/\//);
    const other = await fetch(gateway.url);
    expect([other.status, other.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    await other.text();
  });

  test('has no search where no stand-in answers: a search would cost calls of the account', async () => {
    await using gateway = await aGateway();
    expect((await open(`${gateway.url}/?q=phone`)).text).not.toMatch(/<form|Hits for/);
    expect((await fetch(`${gateway.url}/picture?of=a.jpg`)).status).toBe(404);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  test('has no search where clients may send listed operations only', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'start-page-'));
    const list = join(folder.path, 'operations.json');
    await writeFile(list, '{}');
    await using gateway = await aGateway({ ...demo, PERSISTED_OPERATIONS: list, PERSISTED_OPERATIONS_ONLY: 'true' });
    expect((await open(`${gateway.url}/?q=phone`)).text).not.toMatch(/<form|Hits for/);
  });
});

describe('the start page of the demo', () => {
  test('shows hits with price, source and age, and their pictures', async () => {
    await using gateway = await aGateway(demo);
    const { text } = await open(`${gateway.url}/?q=headphones`);
    expect(text).toMatch(/Hits for “headphones”/);
    expect(text.match(/<li class="panel" data-asin=/g)).toHaveLength(10);
    expect(text).toContain('₹');
    expect(text).toContain('Creators API, fetched now');
    expect(text).toContain('1 of 1 call answered.');
    gateway.passTime(180_000);
    expect((await open(`${gateway.url}/?q=headphones`)).text).toContain('Creators API, cached, 3 min old');
    const [, picture = ''] = /src="(picture[^"]+)"/.exec(text) ?? [];
    const shown = await fetch(`${gateway.url}/${picture}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await shown.text()).toMatch(/^<svg/);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain('operation="StartPageSearch"');
  });

  test.each(['   ', ''])('searches for no empty text: “%s”', async (text) => {
    await using gateway = await aGateway(demo);
    expect((await open(`${gateway.url}/?q=${text}`)).text).not.toMatch(/Hits for|role="alert"/);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  test('says in words that a text is too long, that nothing matches, and that no source answers', async () => {
    await using gateway = await aGateway(demo, { sources: ['CREATORS_API'] });
    expect((await open(`${gateway.url}/?q=${'x'.repeat(501)}`)).text).toMatch(/The search failed: [^<]*500/);
    expect((await open(`${gateway.url}/?q=zzzzqqqq`)).text).toContain('No product matches “zzzzqqqq”.');
    gateway.sandbox.misbehave('creators', { kind: 'outage', status: 503 });
    const { status, text } = await open(`${gateway.url}/?q=shoes`);
    expect(status).toBe(200);
    expect(text).toMatch(/role="alert">The search failed: /);
  });

  test('ends the search of a browser that leaves, which takes no slot any more', async () => {
    await using gateway = await aGateway(
      { ...demo, MAX_REQUEST_DEADLINE_MS: '120000', REQUEST_DEADLINE_MS: '120000', MAX_IN_FLIGHT: '1' },
      { sources: ['CREATORS_API', 'PA_API'] },
    );
    gateway.sandbox.misbehave('creators', { kind: 'hang' });
    gateway.sandbox.misbehave('paapi', { kind: 'hang' });
    const browser = new AbortController();
    const page = fetch(`${gateway.url}/?q=phone`, { headers: { accept: 'text/html' }, signal: browser.signal });
    await vi.waitFor(() => expect(gateway.calls('creators')).toHaveLength(1), { timeout: 15_000 });
    expect((await gateway.ask('{ __typename }')).errors).toMatchObject([{ extensions: { code: 'OVERLOADED' } }]);
    browser.abort();
    await expect(page).rejects.toThrow('abort');
    const isFree = async () => expect((await gateway.ask('{ __typename }')).errors).toBeUndefined();
    // A search that nobody ends waits for both sources, ten seconds each.
    await vi.waitFor(isFree, { timeout: 15_000 });
  });

  test('escapes the search text', async () => {
    await using gateway = await aGateway(demo);
    const { text } = await open(`${gateway.url}/?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).not.toContain('<script>');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
  });

  test('links below the public path', async () => {
    await using gateway = await aGateway({ ...demo, PUBLIC_PATH: '/amazon' });
    for (const path of ['/amazon', '/amazon/', '/']) {
      const { text } = await open(`${gateway.url}${path}?q=phone`);
      expect(text.match(/(?:href|src|action)="(?!data:|https:\/\/github)[^"]*/g)).toSatisfy((links: string[]) =>
        links.every((link) => link.includes('="/amazon/')),
      );
    }
  });
});

describe('the start page of a gateway with keys', () => {
  test('says nothing without a key, and asks for one', async () => {
    await using gateway = await aGateway({ ...demo, ...keys });
    const { status, text } = await open(`${gateway.url}/?q=phone`);
    expect(status).toBe(401);
    expect(text).toContain('This gateway requires a key.');
    expect(text).not.toMatch(/Ready|Sources|API,|Hits/);
    expect(gateway.sandbox.calls).toEqual([]);
  });

  test('shows a key of the role client what /ready says, and lets it search; an admin sees the sources', async () => {
    await using gateway = await aGateway({ ...demo, ...keys });
    const client = await open(`${gateway.url}/?q=phone`, 'of-the-shop');
    expect(client.status).toBe(200);
    expect(client.text).toMatch(/Ready/);
    expect(client.text).toMatch(/Hits for “phone”/);
    expect(client.text).not.toMatch(/circuit|calls? answered|sources are configured|href="dashboard"/);
    const admin = await open(gateway.url, '0pen-sesame');
    expect(admin.text).toMatch(/circuit closed/);
    expect(admin.text).toContain('href="dashboard"');
  });

  test('uses up the rate of the key once for a page with its pictures', async () => {
    await using gateway = await aGateway({ ...demo, GATEWAY_API_KEYS: 'shop:of-the-shop:1:client' });
    const { text } = await open(`${gateway.url}/?q=phone`, 'of-the-shop');
    for (const [, picture] of text.matchAll(/src="(picture[^"]+)"/g)) {
      expect((await fetch(`${gateway.url}/${picture}`)).status).toBe(200);
    }
    expect((await open(gateway.url, 'of-the-shop')).status).toBe(429);
  });
});

import { describe, expect, test } from 'vitest';
import type { UpstreamRequest } from '../../../src/upstream/upstream.ts';
import { anAsin, aCall, fixture, someTerms } from './fixture.ts';
import { aMarketplace, type Served } from './page-server.ts';
import { lookUp, searchFor } from '../../support/ask-source.ts';

const asin = anAsin('B0TESTUS01');
const page: Served = { body: fixture('us/subscription-first.html') };
const to = (location: string): Served => ({ status: 301, headers: { location }, body: '' });

/** Serves `first` once, then the page. */
function thenPage(first: Served): (request: UpstreamRequest) => Served {
  let asked = 0;
  return () => ((asked += 1) === 1 ? first : page);
}

describe('a page is asked for as it is, by ourselves', () => {
  test('address, agent, language and no cookie', async () => {
    const { source, requests } = aMarketplace(() => page);
    await lookUp(source, [asin], aCall('US'));
    expect(requests.map(({ method, url }) => ({ method, url }))).toEqual([
      { method: 'GET', url: 'https://www.amazon.com/dp/B0TESTUS01?th=1&psc=1' },
    ]);
    expect(requests[0]?.headers).toEqual({
      'user-agent': 'asin-gateway-test/1.0',
      accept: 'text/html,application/xhtml+xml',
      'accept-language': 'en-US,en;q=0.9',
      host: 'www.amazon.com',
    });
  });

  test('a stand-in gets the same path and the marketplace’s host', async () => {
    const { source, requests } = aMarketplace(() => page, 'http://127.0.0.1:9000/');
    await searchFor(source, someTerms(), undefined, aCall('JP')).catch(() => undefined);
    expect(requests[0]).toMatchObject({
      url: 'http://127.0.0.1:9000/s?k=kettle',
      headers: { host: 'www.amazon.co.jp', 'accept-language': 'ja-JP,ja;q=0.9' },
    });
  });
});

describe('redirects', () => {
  test.each([
    ['a path', '/Kettle/dp/B0TESTUS01', 'https://www.amazon.com/Kettle/dp/B0TESTUS01'],
    ['another of the marketplace’s hosts', 'https://m.amazon.com/dp/B0TESTUS01', 'https://m.amazon.com/dp/B0TESTUS01'],
    ['plain http, asked for encrypted', 'http://www.amazon.com/x', 'https://www.amazon.com/x'],
  ])('within the marketplace are followed: %s', async (_, location, url) => {
    const { source, requests } = aMarketplace(thenPage(to(location)));
    expect((await lookUp(source, [asin], aCall('US'))).get(asin)?.kind).toBe('found');
    expect(requests[1]?.url).toBe(url);
  });

  test.each([
    ['another marketplace', 'https://www.amazon.com.br/dp/B0TESTUS01'],
    ['a host that only looks like it', 'https://www.amazon.com.evil.example/dp/B0TESTUS01'],
    ['a host that ends alike', 'https://notamazon.com/dp/B0TESTUS01'],
    ['this machine', 'http://127.0.0.1/'],
    ['another port', 'https://www.amazon.com:8443/dp/B0TESTUS01'],
    ['another protocol', 'file:///etc/passwd'],
    ['nonsense', 'http://['],
  ])('out of the marketplace are refused: %s', async (_, location) => {
    const { source, requests } = aMarketplace(thenPage(to(location)));
    await expect(lookUp(source, [asin], aCall('US'))).rejects.toMatchObject({ code: 'MALFORMED' });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['the store', undefined, 'https://www.amazon.com'],
    ['its stand-in', 'http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ])('to a path that looks like a host stay with %s', async (_, endpoint, origin) => {
    for (const own of ['https://www.amazon.com', endpoint ?? 'https://www.amazon.com']) {
      const { source, requests } = aMarketplace(thenPage(to(`${own}//127.0.0.1:8080/admin?x=1`)), endpoint);
      await lookUp(source, [asin], aCall('US'));
      expect(requests.map(({ url }) => new URL(url).origin)).toEqual([origin, origin]);
      expect(requests[1]?.url).toBe(`${origin}//127.0.0.1:8080/admin?x=1`);
    }
  });

  test.each(['https://www.amazon.com/ap/signin?x', '/errors/validateCaptcha?x', '/errors_page/validateCaptcha'])(
    'to %s block, and are not followed',
    async (location) => {
      const { source, requests } = aMarketplace(thenPage(to(location)));
      await expect(lookUp(source, [asin], aCall('US'))).rejects.toMatchObject({ code: 'BLOCKED' });
      expect(requests).toHaveLength(1);
    },
  );

  test('without end stop after three', async () => {
    const { source, requests } = aMarketplace(() => to('/again'));
    await expect(lookUp(source, [asin], aCall('US'))).rejects.toMatchObject({ code: 'MALFORMED' });
    expect(requests).toHaveLength(4);
  });

  test('a stand-in’s stay with it, whether it names the marketplace or itself', async () => {
    for (const location of ['https://www.amazon.com/x', 'http://127.0.0.1:9000/x']) {
      const { source, requests } = aMarketplace(thenPage(to(location)), 'http://127.0.0.1:9000');
      await lookUp(source, [asin], aCall('US'));
      expect(requests[1]).toMatchObject({ url: 'http://127.0.0.1:9000/x', headers: { host: 'www.amazon.com' } });
    }
  });
});

test('an aborted call rejects with the reason when that is a SourceError, as TIMEOUT otherwise', async () => {
  const { source, requests } = aMarketplace(() => page);
  const context = { ...aCall('US'), signal: AbortSignal.abort(new Error('gone')) };
  await expect(lookUp(source, [asin], context)).rejects.toMatchObject({ name: 'SourceError', code: 'TIMEOUT' });
  expect(requests).toHaveLength(0);
});

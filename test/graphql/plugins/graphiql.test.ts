import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeGraphiqlPage } from '../../../src/graphql/plugins/graphiql.ts';
import { createStaticPage } from '../../../src/http/static-page.ts';

const page = createStaticPage(makeGraphiqlPage);
const asked = (headers: Readonly<Record<string, string>>) => page({ query: new URLSearchParams(), headers });
const browser = { accept: 'text/html,application/xhtml+xml', 'accept-encoding': 'gzip, br' };

describe('GraphiQL', () => {
  test('is a single gzipped page that loads nothing from other hosts', async () => {
    const { contentType, body, headers } = await asked(browser);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept, accept-encoding' });
    expect(contentType).toBe('text/html; charset=utf-8');
    const html = gunzipSync(body).toString('utf8');
    expect(html).toContain('<title>asin-gateway</title>');
    expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]*\s(?:src|href)\s*=\s*["']?(?:https?:)?\/\//i);
    expect(html).not.toMatch(/@import\s+(?:url\()?["']?https?:|import\(["'`]https?:/);
    expect(html).toContain('query SourceAnalytics');
  });

  test('is not sent again to a browser that has cached it', async () => {
    const etag = (await asked(browser)).headers?.['etag'] ?? '';
    expect(await asked({ ...browser, 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
  });

  test('takes the same memory for one client and for many, compressed or not', async () => {
    for (const encoding of ['gzip', 'identity']) {
      const [one, ...others] = await Promise.all(
        Array.from({ length: 20 }, async () => (await asked({ ...browser, 'accept-encoding': encoding })).body),
      );
      expect(Buffer.isBuffer(one)).toBe(true);
      expect(others.every((other) => other === one)).toBe(true);
    }
  });
});

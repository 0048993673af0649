import { expect, test } from 'vitest';
import { createPicturePage } from '../../src/start-page/picture.ts';
import type { Upstream, UpstreamResponse } from '../../src/upstream/upstream.ts';

function pageWith(respond: () => Promise<Partial<UpstreamResponse>>) {
  const urls: string[] = [];
  const upstream: Upstream = {
    request: async ({ url }) => {
      urls.push(url);
      return {
        status: 200,
        headers: { 'content-type': 'image/svg+xml' },
        body: Buffer.from('<svg/>'),
        ...(await respond()),
      };
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const page = createPicturePage(upstream, 'http://127.0.0.1:9');
  return { urls, open: async (of?: string) => await page({ query: new URLSearchParams(of && { of }), headers: {} }) };
}

test.each(['71tzsemVDsL.jpg', '71tzsemVDsL._SL160_.jpg', '71+tz-L._AC_UL320_.jpg'])(
  '%s is fetched from the stand-in',
  async (name) => {
    const { open, urls } = pageWith(async () => ({}));
    expect(await open(name)).toMatchObject({ status: 200, contentType: 'image/svg+xml', body: Buffer.from('<svg/>') });
    expect(urls).toEqual([`http://127.0.0.1:9/images/I/${name}`]);
  },
);

test.each([
  undefined,
  '',
  '..',
  '../state',
  'a/b.jpg',
  'a.jpg?x',
  'a.jpg#x',
  '%2e%2e.jpg',
  'a.svg',
  'http://x.example/a.jpg',
  `${'a'.repeat(99)}.jpg`,
])('%s is no picture, and nothing is fetched', async (name) => {
  const { open, urls } = pageWith(async () => ({}));
  expect(await open(name)).toMatchObject({ status: 404 });
  expect(urls).toEqual([]);
});

test('an answer that is no picture is not passed on', async () => {
  const answers = [{ status: 404 }, { headers: { 'content-type': 'text/html' } }, { headers: {} }];
  for (const answer of answers) expect(await pageWith(async () => answer).open('a.jpg')).toMatchObject({ status: 404 });
  const refused = pageWith(async () => await Promise.reject(new Error('refused')));
  expect(await refused.open('a.jpg')).toMatchObject({ status: 404 });
});

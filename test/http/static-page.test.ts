import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dashboardPages } from '../../src/dashboard/pages.ts';
import type { PageHandler } from '../../src/http/page.ts';
import { createStaticPage } from '../../src/http/static-page.ts';
import { listening } from './listening.ts';

const get = (page: PageHandler, encoding?: string) =>
  page({
    query: new URLSearchParams(),
    headers: encoding === undefined ? {} : { 'accept-encoding': encoding },
  });

test.each([
  ['gzip', true],
  ['br, gzip;q=0.5', true],
  ['GZIP', true],
  ['br', false],
  ['gzip;q=0', false],
  ['gzip;q=0.0, br', false],
  ['notgzip', false],
  [undefined, false],
])('for Accept-Encoding %s the page is gzipped: %s', async (encoding, zipped) => {
  const { body, headers } = await get(
    createStaticPage(() => ({ contentType: 'text/plain', body: 'text' })),
    encoding,
  );
  expect(headers?.['content-encoding']).toBe(zipped ? 'gzip' : undefined);
  expect((zipped ? gunzipSync(body) : body).toString()).toBe('text');
});

test('a page is created once; after a failure it is created again', async () => {
  let made = 0;
  const page = createStaticPage(() => {
    made += 1;
    if (made === 1) throw new Error('not yet');
    return { contentType: 'text/plain', body: 'text' };
  });
  await expect(get(page)).rejects.toThrow('not yet');
  await get(page);
  await get(page, 'gzip');
  expect(made).toBe(2);
});

test('all responses of the dashboard, its assets and the schema share one buffer', async () => {
  for (const page of dashboardPages().values()) {
    expect((await get(page)).body).toBe((await get(page)).body);
    expect((await get(page, 'gzip')).body).toBe((await get(page, 'gzip')).body);
  }
  await using server = await listening({ schema: () => 'type Query '.repeat(100) });
  const response = await fetch(`${server.url}/schema.graphql`);
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.text()).toBe('type Query '.repeat(100));
});

test('a browser that opens the endpoint gets the explorer; other requests do not', async () => {
  const explorer = createStaticPage(() => ({ contentType: 'text/html', body: '<p>explore</p>' }));
  await using server = await listening({ browserPages: new Map([['/graphql', explorer]]) });
  const accept = { accept: 'text/html,*/*;q=0.8' };
  expect(await (await fetch(`${server.url}/graphql`, { headers: accept })).text()).toBe('<p>explore</p>');
  expect(await (await fetch(`${server.url}/graphql`, { method: 'POST', headers: accept })).text()).toBe('graphql POST');
  expect(await (await fetch(`${server.url}/graphql`)).text()).toBe('graphql GET');
});

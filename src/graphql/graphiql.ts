import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';

const operationsFolder = new URL('../../schema/operations/', import.meta.url);

type Page = { readonly gzipped: Uint8Array<ArrayBuffer>; readonly etag: string };

/**
 * Answers a browser that opens the endpoint with GraphiQL, whole in one page: it needs no other host. The page has
 * 9 MB, so it is made when first asked for and kept gzipped.
 */
export function useGraphiqlPage(endpoint: string): Plugin {
  let page: Promise<Page> | undefined;
  return {
    async onRequest(arrival) {
      const { request, url } = arrival;
      if (url.pathname !== endpoint || !wantsPage(request)) return;
      page ??= makePage(endpoint);
      const { gzipped, etag } = await page;
      const headers = { etag, 'cache-control': 'no-cache', vary: 'accept, accept-encoding' };
      if (request.headers.get('if-none-match') === etag) {
        arrival.endResponse(new Response(null, { status: 304, headers }));
        return;
      }
      const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
      arrival.endResponse(
        new Response(zipped ? gzipped : await promisify(gunzip)(gzipped), {
          headers: {
            ...headers,
            'content-type': 'text/html; charset=utf-8',
            ...(zipped && { 'content-encoding': 'gzip' }),
          },
        }),
      );
    },
  };
}

function wantsPage({ method, headers }: Request): boolean {
  return method === 'GET' && (headers.get('accept') ?? '').includes('text/html');
}

async function makePage(endpoint: string): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'asin-gateway',
    endpoint,
    defaultTabs: await exampleTabs(),
    shouldPersistHeaders: false,
  });
  const etag = `"${createHash('sha256').update(html).digest('base64url')}"`;
  return { gzipped: new Uint8Array(await promisify(gzip)(html)), etag };
}

/** The published example operations, one tab each, in the order of their file names. */
async function exampleTabs(): Promise<{ query: string }[]> {
  const names = (await readdir(operationsFolder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(names.map(async (name) => ({ query: await readFile(new URL(name, operationsFolder), 'utf8') })));
}

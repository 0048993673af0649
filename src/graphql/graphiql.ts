import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';

const operationsFolder = new URL('../../schema/operations/', import.meta.url);

type Page = { readonly gzipped: Uint8Array<ArrayBuffer>; readonly headers: Readonly<Record<string, string>> };

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
      const { gzipped, headers } = await page;
      if (request.headers.get('if-none-match') === headers['etag']) {
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
  const headers = {
    etag: `"${createHash('sha256').update(html).digest('base64url')}"`,
    'cache-control': 'no-cache',
    vary: 'accept, accept-encoding',
    'content-security-policy': policyOf(html),
    'x-frame-options': 'DENY',
  };
  return { gzipped: new Uint8Array(await promisify(gzip)(html)), headers };
}

/**
 * Runs the page's own scripts and the workers that they make of themselves, and talks to nobody but us. The editor
 * writes style elements as it goes, which no hash can foresee.
 */
function policyOf(html: string): string {
  const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')} blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The published example operations, one tab each, in the order of their file names. */
async function exampleTabs(): Promise<{ query: string }[]> {
  const names = (await readdir(operationsFolder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(names.map(async (name) => ({ query: await readFile(new URL(name, operationsFolder), 'utf8') })));
}

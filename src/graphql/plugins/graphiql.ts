import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { adaptedPage } from './graphiql-page.ts';

const operationsFolder = new URL('../../../schema/operations/', import.meta.url);

/** GraphiQL as a single page of 9 MB that loads nothing from other hosts. */
export type GraphiqlPage = {
  readonly contentType: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Renders the page. It sends operations to its own address, whatever the proxies in front have added to the path. The
 * library is imported here, because it is large and rarely needed.
 */
export async function makeGraphiqlPage(): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const body = adaptedPage(
    renderGraphiQL({ title: 'asin-gateway', defaultTabs: await exampleTabs(), shouldPersistHeaders: false }),
  );
  const headers = {
    'cache-control': 'no-cache',
    vary: 'accept, accept-encoding',
    'content-security-policy': policyOf(body),
  };
  return { contentType: 'text/html; charset=utf-8', body, headers };
}

/**
 * Allows the page's own scripts, the workers that they create, and connections to this gateway. The editor creates style
 * elements at run time, so that their hashes are not known.
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

/** One tab for each published example operation, in the order of file names. */
async function exampleTabs(): Promise<{ query: string }[]> {
  const names = (await readdir(operationsFolder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(names.map(async (name) => ({ query: await readFile(new URL(name, operationsFolder), 'utf8') })));
}

import { readFile } from 'node:fs/promises';
import type { PageHandler } from '../http/page.ts';
import { createStaticPage } from '../http/static-page.ts';

const assets = new URL('./assets/', import.meta.url);

const scripts = [
  'charts',
  'dom',
  'format',
  'main',
  'plot',
  'poll',
  'query',
  'quota',
  'sources',
  'status',
  'tables',
  'tiles',
  'timelines',
] as const;

/** The page loads from the gateway and sends requests to the gateway only. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Path of the dashboard. */
export const dashboardPath = '/dashboard';

/** Paths of the scripts and styles, which contain no data. */
export const dashboardAssets: ReadonlySet<string> = new Set(
  ['style.css', 'uplot.js', 'uplot.css', ...scripts.map((name) => `${name}.js`)].map(
    (name) => `${dashboardPath}/${name}`,
  ),
);

/** The dashboard with its scripts and styles, by path. They contain no data: the page requests it by GraphQL. */
export function dashboardPages(): ReadonlyMap<string, PageHandler> {
  const javascript = 'text/javascript; charset=utf-8';
  const css = 'text/css; charset=utf-8';
  return new Map([
    [dashboardPath, file(new URL('index.html', assets), 'text/html; charset=utf-8')],
    [`${dashboardPath}/style.css`, file(new URL('style.css', assets), css)],
    ...scripts.map((name): [string, PageHandler] => [
      `${dashboardPath}/${name}.js`,
      file(new URL(`${name}.js`, assets), javascript),
    ]),
    [`${dashboardPath}/uplot.js`, file(packaged('uplot/dist/uPlot.esm.js'), javascript)],
    [`${dashboardPath}/uplot.css`, file(packaged('uplot/dist/uPlot.min.css'), css)],
  ]);
}

function file(url: URL, contentType: string): PageHandler {
  return createStaticPage(async () => ({
    contentType,
    body: await readFile(url, 'utf8'),
    headers: { 'content-security-policy': policy },
  }));
}

function packaged(name: string): URL {
  return new URL(import.meta.resolve(name));
}

import { createHash } from 'node:crypto';
import type { Analytics } from '../analytics/snapshot.ts';
import type { PageHandler, PageRequest } from '../http/page.ts';
import { linkRoot } from '../http/public-path.ts';
import type { Readiness } from '../http/status-pages.ts';
import { hitsSection } from './hits.ts';
import { html, type Html } from './html.ts';
import { searchFor, type RunForVisitor, type SearchOutcome, type Visitor } from './search.ts';
import { sourcesSection, statusSection } from './status.ts';
import { style } from './style.ts';

/** Options of `createStartPage`. */
export type StartPageOptions = {
  readonly version: string;
  /** The path under which a proxy publishes the gateway; empty for none. */
  readonly publicPath: string;
  readonly readiness: () => Readiness;
  readonly analytics: Analytics;
  /** Whether a stand-in Amazon answers. */
  readonly demo: boolean;
  /** Runs the searches of the page; without it the page has no search box. */
  readonly run?: RunForVisitor | undefined;
  /** Milliseconds since the epoch. */
  readonly wall: () => number;
};

const documentation = 'https://github.com/asin-gateway/asin-gateway#readme';
const longestQuery = 500;
const examples = ['headphones', 'phone', 'shoes', 'toys', 'kitchen', 'book'];

/** The page loads from the gateway only, and has no script. */
const policy = [
  "default-src 'none'",
  `style-src 'self' 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The page at `/` for browsers: what runs, where to go on, and in the demo a search. */
export function createStartPage(options: StartPageOptions): PageHandler {
  const { readiness, analytics, run, demo, publicPath, version, wall } = options;
  const root = linkRoot(publicPath, '/');
  return async (request) => {
    const text = (request.query.get('q') ?? '').trim();
    const outcome = run === undefined || text === '' ? undefined : await searchFor(run, text, visitorOf(request));
    const { sources, recommendations } = analytics.snapshot('SINCE_START');
    const isAdmin = request.role !== 'client';
    const status = { ...readiness(), demo, statistics: isAdmin ? { sources, recommendations } : undefined };
    const labelOf = (source: string) => sources.find((one) => one.source === source)?.label ?? source;
    const hits = (found: SearchOutcome) => hitsSection(found, { text, labelOf, root, now: wall() });
    const main = html`${statusSection(status)} ${run && searchForm(root, text)} ${outcome && hits(outcome)}
    ${linksSection(root, isAdmin)} ${sourcesSection(status)}`;
    return {
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body: documentOf({ main, root, version }),
      headers: { 'content-security-policy': policy, vary: 'accept, cookie' },
    };
  };
}

function visitorOf({ client, role, signal }: PageRequest): Visitor {
  return {
    ...(client !== undefined && { client }),
    ...(role !== undefined && { role }),
    ...(signal !== undefined && { signal }),
  };
}

function searchForm(root: string, text: string): Html {
  const links = examples.map((word) => html`<a href="${root || './'}?q=${word}">${word}</a> `);
  return html`<form class="search" role="search" action="${root || './'}">
    <label for="q">Search the invented products</label>
    <input id="q" name="q" type="search" value="${text}" maxlength="${longestQuery}" required />
    <button>Search</button>
    <p class="quiet">Try ${links}</p>
  </form>`;
}

function linksSection(root: string, isAdmin: boolean): Html {
  const links = [
    [`${root}graphql`, 'GraphiQL', 'Example operations in tabs, and the documentation of every field'],
    ...(isAdmin ? [[`${root}dashboard`, 'Dashboard', 'Sources, cache, quota and recent lookups']] : []),
    [`${root}schema.graphql`, 'Schema', 'The schema as text, for code generators'],
    [documentation, 'Documentation', 'Configuration, operation, federation and the schema'],
  ] as const;
  const items = links.map(
    ([url = '', name = '', what = '']) =>
      html`<li class="panel">
        <a href="${url}">${name}</a>
        <p class="quiet">${what}</p>
      </li>`,
  );
  return html`<nav aria-label="Pages">
    <ul class="links">
      ${items}
    </ul>
  </nav>`;
}

function documentOf({
  main,
  root,
  version,
}: {
  readonly main: Html;
  readonly root: string;
  readonly version: string;
}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>asin-gateway</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${root}dashboard/style.css" />
        ${{ markup: `<style>${style}</style>` }}
      </head>
      <body>
        <header class="bar">
          <p class="mark">asin-gateway</p>
          <p class="quiet">${version}</p>
        </header>
        <main class="start">${main}</main>
      </body>
    </html> `.markup;
}

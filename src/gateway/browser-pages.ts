import type { Analytics } from '../analytics/snapshot.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { makeGraphiqlPage } from '../graphql/plugins/graphiql.ts';
import type { PageHandler } from '../http/page.ts';
import { createStaticPage } from '../http/static-page.ts';
import type { Readiness } from '../http/status-pages.ts';
import { createPicturePage } from '../start-page/picture.ts';
import type { RunForVisitor } from '../start-page/search.ts';
import { createStartPage } from '../start-page/start-page.ts';
import { apiLimits, createUpstream } from '../upstream/upstream.ts';
import { gatewayVersion } from '../upstream/user-agent.ts';

/** Options of `createBrowserPages`. */
export type BrowserPagesOptions = {
  readonly config: Config;
  readonly analytics: Analytics;
  readonly readiness: () => Readiness;
  readonly run: RunForVisitor;
  readonly clock: Clock;
  readonly stack: AsyncDisposableStack;
};

/** Pages for browsers, at paths where other clients get something else, and the pictures that they show. */
export type BrowserPages = {
  readonly browserPages: ReadonlyMap<string, PageHandler>;
  readonly pictures: ReadonlyMap<string, PageHandler>;
};

/** The start page and GraphiQL. The start page searches in the demo only: elsewhere, a search costs calls of the account. */
export function createBrowserPages(options: BrowserPagesOptions): BrowserPages {
  const { config, analytics, readiness, run, clock, stack } = options;
  const { sandbox: demo, imagesEndpoint, publicPath } = config;
  const mayRun = demo && !config.persistedOperationsOnly;
  const { wall } = clock;
  const start = { version: gatewayVersion, publicPath, readiness, analytics, demo, wall };
  const pictures = new Map<string, PageHandler>();
  if (demo && imagesEndpoint !== undefined) {
    pictures.set('/picture', createPicturePage(stack.use(createUpstream(apiLimits)), imagesEndpoint));
  }
  return {
    browserPages: new Map([
      ['/', createStartPage({ ...start, run: mayRun ? run : undefined })],
      ['/graphql', createStaticPage(makeGraphiqlPage)],
    ]),
    pictures,
  };
}

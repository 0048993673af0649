import { startStandIn, type Reply } from '../source/associates/common/stand-in.ts';
import { aRunningGateway, type Asked } from '../support/a-gateway.ts';

/** A gateway that reads pages only; `serve` plays all marketplaces, by host and path. */
export async function aReader(serve: (host: string, url: URL) => Reply): Promise<AsyncDisposable & Asked> {
  await using started = new AsyncDisposableStack();
  const standIn = started.use(
    await startStandIn(({ path, headers }) => {
      const host = headers.host ?? '';
      const { headers: own, ...reply } = serve(host, new URL(path, `https://${host}`));
      return { ...reply, headers: { 'content-type': 'text/html;charset=UTF-8', ...own } };
    }),
  );
  const gateway = started.use(
    await aRunningGateway({ AMAZON_STOREFRONT_ENDPOINT: standIn.origin, SCRAPING_REQUESTS_PER_SECOND: '200' }),
  );
  const resources = started.move();
  return { ...gateway, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

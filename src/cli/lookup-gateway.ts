import type { MarketplaceCode } from '../product/marketplace.ts';
import { ListFault } from '../list/list-fault.ts';
import { createAsk, type Ask } from '../list/run/ask.ts';
import { readEnvironment } from './environment.ts';

/** A gateway that answers a list. Dispose of it to close what was opened for it. */
export type ListGateway = AsyncDisposable & {
  /** For people: answers of another one are not those of the same list. */
  readonly name: string;
  /** The marketplace of rows that name none; `undefined` where only the gateway knows it. */
  readonly marketplace: MarketplaceCode | undefined;
  /** Starts it if it is one of this process. */
  readonly open: () => Promise<Ask>;
};

type AskedGateway = { readonly url?: string; readonly key?: string };

/** The default of `MAX_REQUEST_DEADLINE_MS`. A gateway that allows less says so. */
const remoteDeadlineMs = 120_000;
/** The name of the list in this process's own gateway. */
const client = 'lookup';
/** Nobody else uses the gateway of this process, so that one operation may cost what a batch costs. */
const mostCalls = 10_000;
/** The journal has the answers; the cache is for rows that name the same product. */
const cacheBytes = 32 * 1024 * 1024;

/**
 * The gateway at `--url`, or one in this process with the environment of `serve`, without a port.
 *
 * @param warn receives warnings of the configuration
 * @throws {ListFault} if the address or the key cannot be used; {ConfigurationError}
 */
export async function findGateway({ url, key }: AskedGateway, warn: (text: string) => void): Promise<ListGateway> {
  return url === undefined ? await ownGateway(warn) : remoteGateway(url, key);
}

function remoteGateway(text: string, key: string | undefined): ListGateway {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ListFault(`--url ${withoutUser(text)}: this is no address such as http://127.0.0.1:8080.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ListFault(
      `--url ${withoutUser(text)}: the address must have no user and no password; --key takes a key.`,
    );
  }
  if (!url.pathname.endsWith('/graphql')) url.pathname = url.pathname.replace(/\/*$/, '/graphql');
  const ask = createAsk({
    fetch: async (request) => await fetch(request),
    url: url.href,
    key,
    deadlineMs: remoteDeadlineMs,
  });
  return {
    name: url.href,
    marketplace: undefined,
    open: async () => ask,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The address without what stands before its host, which may be a password. */
function withoutUser(text: string): string {
  return text.replace(/^(\w+:\/\/)?.*@/s, '$1');
}

async function ownGateway(warn: (text: string) => void): Promise<ListGateway> {
  await using opened = new AsyncDisposableStack();
  const environment = opened.use(await readEnvironment());
  const { parseConfig } = await import('../config.ts');
  const config = parseConfig(environment.variables, environment.faults);
  for (const warning of config.warnings) warn(warning);
  const resources = opened.move();
  return {
    name: config.sandbox ? 'own, on the stand-in Amazon' : 'own',
    marketplace: config.defaultMarketplace,
    async open() {
      const { createGateway } = await import('../gateway.ts');
      const gateway = resources.use(
        createGateway({
          ...config,
          cache: { ...config.cache, maxBytes: Math.min(config.cache.maxBytes, cacheBytes) },
          fastPath: false,
          maxOperationCost: mostCalls,
          persistedOperationsOnly: false,
        }),
      );
      return createAsk({
        fetch: async (request) => await gateway.fetch(request, client),
        url: 'http://gateway.internal/graphql',
        deadlineMs: config.maxRequestDeadlineMs,
      });
    },
    [Symbol.asyncDispose]: async () => await resources.disposeAsync(),
  };
}

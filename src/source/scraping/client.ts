import { marketplaces, storeHost, type MarketplaceCode } from '../../product/marketplace.ts';
import type { Upstream, UpstreamLimits, UpstreamResponse } from '../../upstream/upstream.ts';
import { SourceError } from '../source-error.ts';

/** Limits that fit a store's pages: two sockets, the largest page seen being 3.1 MB. */
export const pageLimits: UpstreamLimits = {
  connectTimeoutMs: 2_000,
  headersTimeoutMs: 8_000,
  bodyTimeoutMs: 6_000,
  maxBodyBytes: 8 * 1024 * 1024,
  connections: 2,
};

/** Where pages come from and as whom they are asked for. */
export type PageClientOptions = {
  readonly upstream: Upstream;
  /** Origin used instead of the stores', e.g. `http://127.0.0.1:9000`; the `host` header still names the store. */
  readonly endpoint?: string;
  readonly userAgent: string;
};

/** Fetches a store's pages, one GET each, redirects within the store included. */
export type FetchPage = (marketplace: MarketplaceCode, path: string, signal: AbortSignal) => Promise<UpstreamResponse>;

const maxRedirects = 3;

/**
 * A client that asks as itself: no cookies, no changing agents, no sign-in. A redirect to a sign-in or robot-check
 * page is not followed.
 *
 * @throws {SourceError} BLOCKED on such a redirect, MALFORMED on one that leaves the store or never ends; what the
 * upstream throws passes through
 */
export function createPageClient({ upstream, endpoint, userAgent }: PageClientOptions): FetchPage {
  return async (marketplace, path, signal) => {
    const headers = {
      'user-agent': userAgent,
      accept: 'text/html,application/xhtml+xml',
      'accept-language': acceptLanguage(marketplace),
    };
    let url = new URL(path, `https://${storeHost(marketplace)}`);
    for (let followed = 0; followed <= maxRedirects; followed += 1) {
      const target = at(endpoint ?? url.origin, url).href;
      const answer = await upstream.request({
        method: 'GET',
        url: target,
        headers: { ...headers, host: url.host },
        signal,
      });
      const location = answer.headers['location'];
      if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
      url = redirected(location, url, marketplace, endpoint);
    }
    throw new SourceError('MALFORMED', `${url.host}${path}: more than ${maxRedirects} redirects`);
  };
}

/** `de-DE,de;q=0.9`: the store's own language, so that its words are those the rules know. */
function acceptLanguage(marketplace: MarketplaceCode): string {
  const tag = marketplaces[marketplace].language.replace('_', '-');
  return `${tag},${tag.slice(0, 2)};q=0.9`;
}

/** Path and query of `url` at `origin`. They are set, never joined: a path that begins with `//` would name a host. */
function at(origin: string, { pathname, search }: URL): URL {
  return Object.assign(new URL(origin), { pathname, search });
}

function redirected(location: string, from: URL, marketplace: MarketplaceCode, endpoint: string | undefined): URL {
  const where = `${from.host}${from.pathname}`;
  if (!URL.canParse(location, from)) throw new SourceError('MALFORMED', `${where}: redirect to an unreadable address`);
  const named = new URL(location, from);
  // A stand-in may name itself; to the gateway its address is that of the store it stands for.
  const stoodFor = endpoint !== undefined && named.origin === new URL(endpoint).origin;
  const target = stoodFor ? at(from.origin, named) : named;
  const { domain } = marketplaces[marketplace];
  const own = target.hostname === domain || target.hostname.endsWith(`.${domain}`);
  if (!own || target.port !== '' || !/^https?:$/.test(target.protocol)) {
    throw new SourceError('MALFORMED', `${where}: redirect out of the store, to ${target.hostname}`);
  }
  if (/^\/(?:ap\/|errors\w*\/validateCaptcha)/i.test(target.pathname)) {
    throw new SourceError('BLOCKED', `${where}: redirect to ${target.pathname}`);
  }
  target.protocol = 'https:';
  return target;
}

import { marketplaces, marketplaceHost, type MarketplaceCode } from '../../product/marketplace.ts';
import type { Upstream, UpstreamLimits, UpstreamResponse } from '../../upstream/upstream.ts';
import { SourceError } from '../source-error.ts';
import { isOtherAppAddress } from './page/other-app.ts';

/** Limits that fit Amazon's pages: two sockets; the largest page seen has 3.1 MB. */
export const pageLimits: UpstreamLimits = {
  connectTimeoutMs: 2_000,
  headersTimeoutMs: 8_000,
  bodyTimeoutMs: 6_000,
  maxBodyBytes: 8 * 1024 * 1024,
  connections: 2,
};

/** Options of the page client. */
export type PageClientOptions = {
  readonly upstream: Upstream;
  /** Origin used instead of Amazon's, e.g. `http://127.0.0.1:9000`; `host` still names the marketplace. */
  readonly endpoint?: string;
  readonly userAgent: string;
};

/** Fetches one page of a marketplace with GET and follows redirects within the marketplace. */
export type FetchPage = (marketplace: MarketplaceCode, path: string, signal: AbortSignal) => Promise<UpstreamResponse>;

const maxRedirects = 3;

/**
 * Creates a client that identifies itself: no cookies, no changing user agents, no sign-in. It does not follow a
 * redirect to a sign-in or robot-check page, and returns a redirect to another of Amazon's applications as it is.
 *
 * @throws {SourceError} BLOCKED on a redirect to a sign-in or robot-check page, MALFORMED on one that leaves the
 * marketplace or never ends; errors of the upstream pass through
 */
export function createPageClient({ upstream, endpoint, userAgent }: PageClientOptions): FetchPage {
  return async (marketplace, path, signal) => {
    const headers = {
      'user-agent': userAgent,
      accept: 'text/html,application/xhtml+xml',
      'accept-language': acceptLanguage(marketplace),
    };
    let url = new URL(path, `https://${marketplaceHost(marketplace)}`);
    for (let followed = 0; followed <= maxRedirects; followed += 1) {
      const address = at(endpoint ?? url.origin, url).href;
      const answer = await upstream.request({
        method: 'GET',
        url: address,
        headers: { ...headers, host: url.host },
        signal,
      });
      const location = answer.headers['location'];
      if (answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
      const target = targetOf(location, url, endpoint);
      if (isOtherAppAddress(target)) return answer;
      url = allowed(target, url, marketplace);
    }
    throw new SourceError('MALFORMED', `${url.host}${path}: more than ${maxRedirects} redirects`);
  };
}

/** `de-DE,de;q=0.9`: the marketplace's own language, whose words the rules know best. */
function acceptLanguage(marketplace: MarketplaceCode): string {
  const tag = marketplaces[marketplace].language.replace('_', '-');
  return `${tag},${tag.slice(0, 2)};q=0.9`;
}

/** Path and query of `url` at `origin`. They are set, never joined: a path that begins with `//` would name a host. */
function at(origin: string, { pathname, search }: URL): URL {
  return Object.assign(new URL(origin), { pathname, search });
}

function targetOf(location: string, from: URL, endpoint: string | undefined): URL {
  if (!URL.canParse(location, from)) {
    throw new SourceError('MALFORMED', `${from.host}${from.pathname}: redirect to an unreadable address`);
  }
  const named = new URL(location, from);
  // A stand-in may name itself; to the gateway its address is that of the marketplace it stands for.
  const isStandIn = endpoint !== undefined && named.origin === new URL(endpoint).origin;
  return isStandIn ? at(from.origin, named) : named;
}

function allowed(target: URL, from: URL, marketplace: MarketplaceCode): URL {
  const where = `${from.host}${from.pathname}`;
  const { domain } = marketplaces[marketplace];
  const own = target.hostname === domain || target.hostname.endsWith(`.${domain}`);
  if (!own || target.port !== '' || !/^https?:$/.test(target.protocol)) {
    throw new SourceError('MALFORMED', `${where}: redirect out of the marketplace, to ${target.hostname}`);
  }
  if (/^\/(?:ap\/|errors\w*\/validateCaptcha)/i.test(target.pathname)) {
    throw new SourceError('BLOCKED', `${where}: redirect to ${target.pathname}`);
  }
  target.protocol = 'https:';
  return target;
}

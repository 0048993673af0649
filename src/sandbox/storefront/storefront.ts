import type { CallSubject, Endpoint, FaultReplies, ReceivedRequest } from '../endpoint.ts';
import { dogPage, robotCheckPage, serverBusyPage, signInPage, unservedPage } from './block-pages.ts';
import { findSandboxProduct } from '../catalogue.ts';
import { htmlReply, type Reply } from '../reply.ts';
import { productPage } from './product-page.ts';
import {
  isUnservedHost,
  type SandboxMarketplace,
  sandboxMarketplaces,
  marketplaceByHost,
} from '../sandbox-marketplace.ts';
import { searchPage } from './search-page.ts';
import { readSearch } from './read-search.ts';
import { searchProducts } from '../search.ts';
import { marketplaceWords } from '../marketplace-words.ts';

const perPage = 16;
const mostPages = 20;

const faults: FaultReplies = {
  throttle: (headers) => htmlReply(429, robotCheckPage('www.amazon.in', '/'), headers),
  outage: (status) => htmlReply(status, serverBusyPage('www.amazon.in')),
  credentials: () => htmlReply(200, signInPage('www.amazon.in')),
};

/** The public pages: products and searches of whichever marketplace the `Host` header names. */
export function storefrontEndpoint(): Endpoint {
  return { api: 'storefront', describe, answer, faults };
}

function answer(request: ReceivedRequest): Reply {
  const marketplace = marketplaceOf(request);
  if (marketplace === undefined) {
    const host = hostOf(request);
    return isUnservedHost(host) ? htmlReply(403, unservedPage(host)) : htmlReply(404, dogPage(host, 'Page Not Found'));
  }
  if (request.method !== 'GET') return htmlReply(405, serverBusyPage(marketplace.host));
  if (request.path === '/s') return search(request.query, marketplace);
  const asin = asinOf(request.path);
  const product = asin === undefined ? undefined : findSandboxProduct(marketplace.code, asin);
  if (product === undefined) {
    const page = dogPage(marketplace.host, marketplaceWords[marketplace.code].pageNotFound);
    return { ...htmlReply(404, page), foundNothing: true };
  }
  const [firstChild] = product.childAsins;
  const shown = firstChild === undefined ? product : (findSandboxProduct(marketplace.code, firstChild) ?? product);
  return htmlReply(200, productPage(shown, marketplace));
}

function search(query: URLSearchParams, marketplace: SandboxMarketplace): Reply {
  const terms = readSearch(query);
  const all = searchProducts(marketplace.code, terms);
  const lastPage = Math.min(mostPages, Math.ceil(all.length / perPage));
  const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1);
  const hits = page > lastPage ? [] : all.slice((page - 1) * perPage, page * perPage);
  const advertised = searchProducts(marketplace.code, { words: '', includeOutOfStock: false, order: 'Featured' });
  const sponsored = advertised.filter((product) => product.price !== undefined).slice((page - 1) * 3, page * 3);
  return htmlReply(
    200,
    searchPage({ query: terms.words, page, lastPage, total: all.length, hits, sponsored }, marketplace),
  );
}

function asinOf(path: string): string | undefined {
  return /^(?:\/[^/]+)?\/(?:dp|gp\/product)\/([A-Z0-9]{10})(?:\/.*)?$/.exec(path)?.[1];
}

/** A browser that opens the loopback origin gets amazon.in. */
function marketplaceOf(request: ReceivedRequest): SandboxMarketplace | undefined {
  const host = hostOf(request);
  return /^(127\.0\.0\.1|localhost|\[::1\])$/.test(host) ? sandboxMarketplaces[0] : marketplaceByHost(host);
}

function hostOf({ headers }: ReceivedRequest): string {
  return (headers.host ?? '').replace(/:\d+$/, '');
}

function describe(request: ReceivedRequest): CallSubject {
  const marketplace = marketplaceOf(request);
  const asin = asinOf(request.path);
  const isSearch = request.path === '/s';
  return {
    operation: isSearch ? 'search page' : asin === undefined ? request.path : 'product page',
    ...(marketplace !== undefined && { marketplace: marketplace.code }),
    ...(asin !== undefined && { asins: [asin] }),
    ...(isSearch && { query: request.query.get('k') ?? '', page: request.query.get('page') ?? '1' }),
  };
}

import type { Product } from '../../product/product.ts';
import { marketplaces, storeHost, type MarketplaceCode } from '../../product/marketplace.ts';
import type { Asin } from '../../product/asin.ts';
import { systemClock, type Clock } from '../../upstream/clock.ts';
import { parseRetryAfter } from '../../upstream/retry-after.ts';
import type { UpstreamResponse } from '../../upstream/upstream.ts';
import { SourceError } from '../source-error.ts';
import type { Finding, SearchPage, SearchTerms, Source } from '../source.ts';
import { createPageClient, type PageClientOptions } from './client.ts';
import { parseDocument } from './page/document.ts';
import { isRefurbished } from './fields/featured-offer.ts';
import { failureOf } from './page/page-failure.ts';
import { answersFor, identify } from './fields/identity.ts';
import { kindOf, type PageKind } from './page/page-kind.ts';
import { readProductPage } from './product-page.ts';
import type { PageView } from './page/rule.ts';
import { readSearchPage } from './search/search-page.ts';
import { maxSearchPage, searchPath } from './search/search-url.ts';
import { textOf } from './page/text.ts';
import { createBreathe, type Breathe } from './page/yield-to-event-loop.ts';

/** Which rule found a field of a page; `none` when no rule did, which is how a store's changed markup shows. */
export type RuleHit = { readonly marketplace: MarketplaceCode; readonly field: string; readonly rule: string };

/** How the public pages are asked for. */
export type ScrapingOptions = PageClientOptions & {
  /** How long a page's facts count as fresh. */
  readonly freshMs: number;
  readonly onRule?: (hit: RuleHit) => void;
  readonly clock?: Clock;
};

/**
 * The store's own pages as the last source. It asks for `/dp/` and `/s` and nothing else, as itself, and never tries
 * to get round a block: a robot check, a sign-in wall or a "continue shopping" page is BLOCKED.
 */
export function createScrapingSource(options: ScrapingOptions): Source {
  const fetchPage = createPageClient(options);
  const clock = options.clock ?? systemClock;

  async function open(path: string, marketplace: MarketplaceCode, signal: AbortSignal): Promise<OpenPage> {
    const answer = await fetchPage(marketplace, path, signal);
    const breathe = createBreathe();
    const document = await parseDocument(answer.body, answer.headers['content-type'], breathe);
    const kind = challenged(answer) ? 'BLOCKED' : kindOf(document);
    const code = failureOf(kind, answer.status);
    if (code !== undefined) {
      const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], clock.wall());
      const message = `${storeHost(marketplace)}${path.split('?')[0]}: ${kind} page, status ${answer.status}`;
      throw new SourceError(code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
    }
    await breathe();
    const onHit = (field: string, rule: string) => options.onRule?.({ marketplace, field, rule });
    const refurbished = isRefurbished(textOf(document.all('#productTitle')[0]));
    const { currency } = marketplaces[marketplace];
    return { kind, breathe, view: { document, marketplace, currency, refurbished, onHit } };
  }

  async function lookUp(asin: Asin, marketplace: MarketplaceCode, signal: AbortSignal): Promise<Finding> {
    const { kind, view, breathe } = await open(`/dp/${asin}?th=1&psc=1`, marketplace, signal);
    if (kind === 'NOT_FOUND') return { kind: 'missing' };
    const where = `${storeHost(marketplace)}/dp/${asin}`;
    expectKind(kind, 'PRODUCT', where);
    const identity = identify(view);
    if (identity === undefined) throw new SourceError('MALFORMED', `${where}: the page names no product`);
    if (!answersFor(identity, asin)) {
      // The store answered well, about another product: that is this product's failure, not the store's.
      return {
        kind: 'failed',
        error: new SourceError('MALFORMED', `${where}: asked for ${asin}, shown ${identity.asin}`),
      };
    }
    await breathe();
    const product = await readProductPage(view, identity, breathe);
    if (!isCutOff(view, product)) return { kind: 'found', product };
    return {
      kind: 'failed',
      error: new SourceError('MALFORMED', `${where}: the page ends midway`),
      candidate: product,
    };
  }

  return {
    id: 'SCRAPING',
    batchSize: 1,
    accuracy: 0.75,
    freshMs: options.freshMs,
    timeoutMs: 8_000,
    completeHits: false,
    unserved: () => undefined,
    ready: () => Promise.resolve(),
    async lookup(asins, { marketplace, signal }) {
      const findings = new Map<Asin, Finding>();
      for (const asin of asins) {
        findings.set(asin, await guarded(() => lookUp(asin, marketplace, signal), storeHost(marketplace), signal));
      }
      return findings;
    },
    search(terms: SearchTerms, page: string | undefined, { marketplace, signal }): Promise<SearchPage> {
      return guarded(
        async () => {
          const number = pageNumber(page);
          const { kind, view, breathe } = await open(searchPath(terms, number, marketplace), marketplace, signal);
          expectKind(kind, 'SEARCH', `${storeHost(marketplace)}/s`);
          return await readSearchPage(view, terms, number, breathe);
        },
        storeHost(marketplace),
        signal,
      );
    },
  };
}

/** A page that ends before its price does not say that there is none. Every saved page of a store has its end tag. */
function isCutOff({ document }: PageView, { price, availability }: Product): boolean {
  return !document.hasEnd && price === undefined && availability !== 'OUT_OF_STOCK';
}

type OpenPage = { readonly kind: PageKind; readonly view: PageView; readonly breathe: Breathe };

/** AWS WAF names its answers in a header, whatever the body. */
function challenged({ headers }: UpstreamResponse): boolean {
  return headers['x-amzn-waf-action'] !== undefined;
}

function expectKind(kind: PageKind, expected: PageKind, where: string): void {
  if (kind !== expected)
    throw new SourceError('MALFORMED', `${where}: a ${kind} page where a ${expected} page was due`);
}

function pageNumber(page: string | undefined): number {
  const number = Number(page ?? '1');
  if (Number.isSafeInteger(number) && number >= 1 && number <= maxSearchPage) return number;
  throw new SourceError('MALFORMED', `there is no search page ${page}`);
}

/** Whatever goes wrong on a page leaves as a SourceError. */
async function guarded<T>(work: () => Promise<T>, where: string, signal: AbortSignal): Promise<T> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (thrown) {
    if (!signal.aborted) throw SourceError.from(thrown, where);
    if (signal.reason instanceof SourceError) throw signal.reason;
    throw new SourceError('TIMEOUT', `${where}: no page in time`, { cause: thrown });
  }
}

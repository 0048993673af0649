import type { Asin } from '../../product/asin.ts';
import { marketplaces, marketplaceHost, type MarketplaceCode } from '../../product/marketplace.ts';
import type { Product } from '../../product/product.ts';
import type { Clock } from '../../clock.ts';
import { parseRetryAfter } from '../../upstream/retry-after.ts';
import type { UpstreamResponse } from '../../upstream/upstream.ts';
import { lookupOperation, searchOperation, variationsOperation } from '../operations.ts';
import { filtersIn } from '../search-question.ts';
import { refusesRequest, SourceError } from '../source-error.ts';
import type { Finding, SearchPage, SearchTerms, Source } from '../source.ts';
import { createPageClient, type PageClientOptions } from './client.ts';
import { featuredOffer } from './fields/featured-offer.ts';
import { answersFor, identify } from './fields/identity.ts';
import { readVariations, toVariationsPage } from './fields/variation-rules.ts';
import { languagesOf } from './languages/languages.ts';
import { parseDocument, type PageDocument } from './page/document.ts';
import { failureOf } from './page/page-failure.ts';
import { kindOf, type PageKind } from './page/page-kind.ts';
import type { PageView } from './page/rule.ts';
import { textOf } from './page/text.ts';
import { createYieldToEventLoop, type YieldToEventLoop } from './page/yield-to-event-loop.ts';
import { readProductPage } from './product-page.ts';
import { readSearchPage } from './search/search-page.ts';
import { maxSearchPage, searchPath } from './search/search-url.ts';

/** The rule that found a field of a page; `none` when no rule did, which is how changed markup shows. */
export type RuleHit = { readonly marketplace: MarketplaceCode; readonly field: string; readonly rule: string };

/** Options of the source that reads public pages. */
export type ScrapingOptions = PageClientOptions & {
  /** How long facts from a page count as fresh. */
  readonly freshMs: number;
  readonly onRule?: (hit: RuleHit) => void;
  readonly clock: Clock;
};

/**
 * Creates the source that reads Amazon's public pages, which is the last one. It requests `/dp/` and `/s` and nothing
 * else, identifies itself, and never tries to get round a block: a robot check, a sign-in wall or a "continue
 * shopping" page is BLOCKED.
 */
export function createScrapingSource(options: ScrapingOptions): Source {
  const fetchPage = createPageClient(options);
  const { clock } = options;

  async function open(path: string, marketplace: MarketplaceCode, signal: AbortSignal): Promise<OpenPage> {
    const answer = await fetchPage(marketplace, path, signal);
    const yieldToEventLoop = createYieldToEventLoop();
    const document = await parseDocument(answer.body, answer.headers['content-type'], yieldToEventLoop);
    const languages = languagesOf(document.all('html')[0]?.attribs['lang'], marketplace);
    const kind = kindOfAnswer(answer) ?? kindOf(document, answer.status, languages);
    const code = failureOf(kind, answer.status);
    if (code !== undefined) {
      const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], clock.wall());
      const title = kind === 'OTHER' ? titleIn(document) : '';
      const where = `${marketplaceHost(marketplace)}${path.split('?')[0]}`;
      const message = `${where}: ${kind} page, status ${answer.status}${title}`;
      const badRequest = code === 'MALFORMED' && refusesRequest(answer.status);
      throw new SourceError(code, message, { badRequest, ...(retryAfterMs !== undefined && { retryAfterMs }) });
    }
    await yieldToEventLoop();
    const onHit = (field: string, rule: string) => options.onRule?.({ marketplace, field, rule });
    const offer = featuredOffer(document, languages);
    const { currency } = marketplaces[marketplace];
    return { kind, yieldToEventLoop, view: { document, marketplace, currency, languages, offer, onHit } };
  }

  async function lookUp(asin: Asin, marketplace: MarketplaceCode, signal: AbortSignal): Promise<Finding> {
    const { kind, view, yieldToEventLoop } = await open(productPath(asin), marketplace, signal);
    if (kind === 'NOT_FOUND') return { kind: 'missing' };
    const where = `${marketplaceHost(marketplace)}/dp/${asin}`;
    if (kind === 'OTHER_APP') return failed(`${where}: another Amazon application (Music, Video), not a product page`);
    expectKind(kind, 'PRODUCT', where);
    const identity = identify(view);
    if (identity === undefined) throw new SourceError('MALFORMED', `${where}: the page names no product`);
    if (!answersFor(identity, asin)) return failed(`${where}: asked for ${asin}, shown ${identity.asin}`);
    await yieldToEventLoop();
    const product = await readProductPage(view, identity, yieldToEventLoop);
    if (!isCutOff(view, product)) return { kind: 'found', product };
    return failed(`${where}: the page ends midway`, product);
  }

  async function searchFor(
    terms: SearchTerms,
    page: string | undefined,
    marketplace: MarketplaceCode,
    signal: AbortSignal,
  ): Promise<SearchPage> {
    const number = pageNumber(page);
    const { kind, view, yieldToEventLoop } = await open(searchPath(terms, number, marketplace), marketplace, signal);
    expectKind(kind, 'SEARCH', `${marketplaceHost(marketplace)}/s`);
    return await readSearchPage(view, terms, number, yieldToEventLoop);
  }

  async function variationsOf(asin: Asin, marketplace: MarketplaceCode, signal: AbortSignal): Promise<SearchPage> {
    const { kind, view } = await open(productPath(asin), marketplace, signal);
    // An album or a film of another application has no variations.
    if (kind === 'NOT_FOUND' || kind === 'OTHER_APP') return { hits: [] };
    const where = `${marketplaceHost(marketplace)}/dp/${asin}`;
    expectKind(kind, 'PRODUCT', where);
    const identity = identify(view);
    if (identity === undefined || !answersFor(identity, asin)) {
      throw new SourceError('MALFORMED', `${where}: the page is not about ${asin}`);
    }
    const variations = readVariations(view.document);
    if (variations === undefined && !view.document.hasEnd) {
      throw new SourceError('MALFORMED', `${where}: the page ends midway`);
    }
    return toVariationsPage(variations, marketplace);
  }

  return {
    id: 'SCRAPING',
    accuracy: 0.75,
    freshMs: options.freshMs,
    timeoutMs: 8_000,
    completeHits: false,
    ignores: ['language', 'currency'],
    // The ids of conditions and delivery options differ between marketplaces, and hits name no author.
    cannotApply: (terms) => filtersIn(terms, ['condition', 'delivery', 'author']),
    readsText: true,
    unavailableReason: () => undefined,
    ready: () => Promise.resolve(),
    operations: {
      lookup: lookupOperation(1, async (asins, { marketplace, signal }) => {
        const findings = new Map<Asin, Finding>();
        for (const asin of asins) {
          findings.set(
            asin,
            await guarded(() => lookUp(asin, marketplace, signal), marketplaceHost(marketplace), signal),
          );
        }
        return findings;
      }),
      search: searchOperation((terms, page, { marketplace, signal }) =>
        guarded(() => searchFor(terms, page, marketplace, signal), marketplaceHost(marketplace), signal),
      ),
      variations: variationsOperation((asin, _, { marketplace, signal }) =>
        guarded(() => variationsOf(asin, marketplace, signal), marketplaceHost(marketplace), signal),
      ),
    },
  };
}

/** The page of one variation, not of the family's preselected one. */
function productPath(asin: Asin): string {
  return `/dp/${asin}?th=1&psc=1`;
}

/**
 * The marketplace answered well, but not with this product's page. A failed finding is that product's failure alone;
 * an error thrown instead would count against the marketplace, and five albums would close its circuit.
 */
function failed(message: string, candidate?: Product): Finding {
  const error = new SourceError('MALFORMED', message);
  return { kind: 'failed', error, ...(candidate !== undefined && { candidate }) };
}

/** A page that ends before its price does not say that there is none. Every saved page of Amazon's has its end tag. */
function isCutOff({ document }: PageView, { price, availability }: Product): boolean {
  return !document.hasEnd && price === undefined && availability !== 'OUT_OF_STOCK';
}

type OpenPage = { readonly kind: PageKind; readonly view: PageView; readonly yieldToEventLoop: YieldToEventLoop };

/**
 * The kind of page where the answer tells it without one: AWS WAF names its challenges in a header, and the client
 * returns a redirect unfollowed only where it leads to another of Amazon's applications.
 */
function kindOfAnswer({ headers, status }: UpstreamResponse): PageKind | undefined {
  if (headers['x-amzn-waf-action'] !== undefined) return 'BLOCKED';
  return status >= 300 && status < 400 && headers['location'] !== undefined ? 'OTHER_APP' : undefined;
}

function expectKind(kind: PageKind, expected: PageKind, where: string): void {
  if (kind !== expected)
    throw new SourceError('MALFORMED', `${where}: expected a ${expected} page, got a ${kind} page`);
}

function pageNumber(page: string | undefined): number {
  const number = Number(page ?? '1');
  if (Number.isSafeInteger(number) && number >= 1 && number <= maxSearchPage) return number;
  throw new SourceError('MALFORMED', `there is no search page ${page}`, { unsent: true, badRequest: true });
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

const mostTitleCharacters = 100;

/** What a page that no rule knows calls itself; a page can contain anything, so only its beginning. */
function titleIn(document: PageDocument): string {
  const title = textOf(document.all('title')[0]).trim().slice(0, mostTitleCharacters);
  return title === '' ? '' : `, titled "${title}"`;
}

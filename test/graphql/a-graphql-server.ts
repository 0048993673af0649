import type { Analytics, AnalyticsSnapshot, AnalyticsWindow } from '../../src/analytics/snapshot.ts';
import type {
  Answer,
  BrowseNodeAnswer,
  Catalog,
  NodeAnswer,
  Identified,
  IdentifyRequest,
  Operation,
  ProductAnswer,
  ProductRequest,
  SearchAnswer,
  SearchRequest,
  SearchResult,
  VariationsRequest,
} from '../../src/catalog/answer.ts';
import type { BrowseNodeQuestion } from '../../src/product/browse-node.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { createGraphqlServer, type GraphqlServerOptions } from '../../src/graphql/server.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import type { Product } from '../../src/product/product.ts';
import { scoreProduct } from '../../src/product/quality.ts';
import { aProduct } from '../support/a-product.ts';
import { asinOf } from '../support/asins.ts';
import type { Attempt } from '../../src/vocabulary.ts';

const fetchedAt = Date.parse('2026-06-01T10:00:00.000Z');
const hourMs = 3_600_000;

/** An attempt. */
export const anAttempt: Attempt = { source: 'CREATORS_API', outcome: 'FOUND', durationMs: 12.345_6 };

/** A product as an answer of the catalog. */
export function aProductAnswer(product: Product = aProduct(), overrides: Partial<ProductAnswer> = {}): ProductAnswer {
  return {
    kind: 'product',
    product,
    source: 'CREATORS_API',
    cacheStatus: 'LIVE',
    fetchedAt,
    expiresAt: fetchedAt + hourMs,
    attempts: [anAttempt],
    quality: () => scoreProduct(product, { accuracy: 0.95, ageMs: 0, staleLimitMs: 24 * hourMs, stale: false }),
    ...overrides,
  };
}

/** A category below one root, with two children. */
export function aNodeAnswer({ id, ...group }: BrowseNodeQuestion): BrowseNodeAnswer {
  const node = { id, name: `Node ${id}`, isRoot: false, ancestors: [{ id: '1', name: 'Root' }] };
  const children = ['1', '2'].map((digit) => ({ id: `${id}${digit}`, name: `Node ${id}${digit}` }));
  const { kind: _, product: _product, quality: _quality, ...provenance } = aProductAnswer();
  return { ...provenance, kind: 'browse-node', node, children, group };
}

/** How a fake catalog answers. Default: every product exists, and every search has two hits, and no product has variations. */
export type Script = {
  readonly product?: (key: ProductRequest) => Answer;
  readonly search?: (request: SearchRequest) => SearchAnswer;
  readonly variations?: (request: VariationsRequest) => SearchAnswer;
  readonly browseNode?: (question: BrowseNodeQuestion) => NodeAnswer;
  /** Default: no product has the number. */
  readonly identify?: (request: IdentifyRequest) => Identified;
  /** Default: each number takes a search. */
  readonly numbersPerCall?: number;
  readonly serves?: (marketplace: MarketplaceCode) => boolean;
  /** Answers wait for this. */
  readonly gate?: () => Promise<unknown>;
};

/** The GraphQL server over a fake catalog that records its calls. */
export function aGateway(script: Script = {}, options: Partial<GraphqlServerOptions> = {}) {
  const lookups: (readonly ProductRequest[])[] = [];
  const searches: SearchRequest[] = [];
  const families: VariationsRequest[] = [];
  const identifications: (readonly IdentifyRequest[])[] = [];
  const operations: Operation[] = [];
  const nodeLookups: (readonly BrowseNodeQuestion[])[] = [];
  const events: GatewayEvent[] = [];
  const answerTo = script.product ?? (({ asin, marketplace }) => aProductAnswer(aProduct({ asin, marketplace })));
  const catalog: Catalog = {
    async products(keys, operation) {
      lookups.push(keys);
      operations.push(operation);
      await script.gate?.();
      return keys.map(answerTo);
    },
    async identify(requests, operation) {
      identifications.push(requests);
      operations.push(operation);
      return requests.map(script.identify ?? (() => ({ kind: 'not-found', expiresAt: fetchedAt + hourMs })));
    },
    async search(request, operation) {
      searches.push(request);
      operations.push(operation);
      await script.gate?.();
      return (script.search ?? twoHits)(request);
    },
    async variations(request, operation) {
      families.push(request);
      operations.push(operation);
      return (script.variations ?? noVariations)(request);
    },
    async browseNodes(questions, operation) {
      nodeLookups.push(questions);
      operations.push(operation);
      return questions.map(script.browseNode ?? aNodeAnswer);
    },
    numbersPerCall: () => script.numbersPerCall ?? 1,
    serves: script.serves ?? (() => true),
    coverage: () => [
      { source: 'CREATORS_API', reason: undefined },
      { source: 'PA_API', reason: 'NO_PARTNER_TAG' },
    ],
  };
  const server = createGraphqlServer({
    catalog,
    analytics,
    defaultMarketplace: 'IN',
    requestDeadlineMs: 10_000,
    report: (event) => void events.push(event),
    clock: { monotonic: () => 5000 },
    wall: () => fetchedAt,
    ...options,
  });
  const send = (init: RequestInit, query = ''): Promise<Response> =>
    Promise.resolve(server.fetch(`http://gateway.test/graphql${query}`, init));
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    send({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answered> => {
    const response = await post({ query, variables });
    return readAnswer(await response.text());
  };
  return {
    server,
    send,
    post,
    ask,
    lookups,
    searches,
    families,
    nodeLookups,
    identifications,
    operations,
    events,
  };
}

/** A GraphQL response, loosely typed for tests. */
export type Answered = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

/** Parses the body of a response. */
export function readAnswer(text: string): Answered {
  const answer: Answered = JSON.parse(text);
  return answer;
}

/** The first two hits of any search. */
export function twoHits({ marketplace }: Pick<SearchRequest, 'marketplace'>): SearchResult {
  return {
    kind: 'hits',
    hits: ['B000000001', 'B000000002'].map((asin, position) => ({
      cursor: `c${position}`,
      position,
      answer: aProductAnswer(aProduct({ asin: asinOf(asin), marketplace })),
    })),
    hasNextPage: true,
    totalCount: 431,
    reachableCount: 100,
    attempts: [{ ...anAttempt, source: 'PA_API' }],
    source: 'PA_API',
    cacheStatus: 'FRESH',
    calls: 0,
    expiresAt: fetchedAt + 3_600_000,
  };
}

function noVariations(): SearchAnswer {
  return { ...twoHits({ marketplace: 'IN' }), hits: [], hasNextPage: false };
}

const quota = {
  perSecond: 1,
  usedToday: 640,
  remainingToday: 8000,
  resetsAt: Date.parse('2026-06-02T00:00:00.000Z'),
};

/** Constant statistics. */
export const analytics: Analytics = {
  snapshot: (window: AnalyticsWindow): AnalyticsSnapshot => ({
    timestamp: fetchedAt,
    window,
    sources: [
      {
        source: 'PA_API',
        label: 'PA-API',
        enabled: true,
        totalRequests: 0,
        successes: 0,
        circuit: 'CLOSED',
        quota,
        queued: [{ priority: 'BULK', client: 'lists', count: 2, oldestWaitMs: 1500 }],
      },
    ],
    cache: { hits: 3, staleHits: 1, misses: 4, hitRate: 0.5 },
    operations: {
      total: 1,
      ok: 1,
      partial: 0,
      failed: 0,
      refused: 0,
      answers: { fresh: 1, stale: 0, partial: 0, missing: 0, failed: 0 },
    },
    timeline: [],
    recentLookups: [],
    errors: [],
    recommendations: [],
  }),
};

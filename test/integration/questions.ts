import type { Asked } from '../support/a-gateway.ts';

/** Money as the schema shows it. */
export type ShownMoney = { readonly amount: string; readonly currency: string; readonly formatted: string | null };

/** One step of a trail as the schema shows it. */
export type ShownAttempt = {
  readonly source: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly message: string | null;
};

/** Everything the schema says of a product. */
export type ShownProduct = {
  readonly kind: 'Product';
  readonly id: string;
  readonly asin: string;
  readonly marketplace: string;
  readonly productUrl: string;
  readonly title: string | null;
  readonly brand: string | null;
  readonly features: readonly string[];
  readonly imageUrl: string | null;
  readonly images: readonly { readonly url: string }[];
  readonly price: ShownMoney | null;
  readonly listPrice: ShownMoney | null;
  readonly savingsPercent: number | null;
  readonly priceStatus: string;
  readonly priceAccess: string;
  readonly availability: string;
  readonly availabilityMessage: string | null;
  readonly rating: number | null;
  readonly reviewCount: number | null;
  readonly parentAsin: string | null;
  readonly category: string | null;
  readonly salesRank: number | null;
  readonly seller: string | null;
  readonly condition: string | null;
  readonly quality: Readonly<Record<'completeness' | 'accuracy' | 'freshness' | 'overall', number>> & {
    readonly acceptable: boolean;
  };
  readonly provenance: {
    readonly source: string;
    readonly cacheStatus: string;
    readonly fetchedAt: string;
    readonly expiresAt: string;
    readonly disclaimer: string | null;
    readonly attempts: readonly ShownAttempt[];
  };
};

/** A product, that there is none, or why it could not be learned. */
export type ShownResult =
  | ShownProduct
  | {
      readonly kind: 'ProductNotFound';
      readonly asin: string;
      readonly attempts: readonly ShownAttempt[];
    }
  | {
      readonly kind: 'ProductUnavailable';
      readonly asin: string;
      readonly code: string;
      readonly retryable: boolean;
      readonly retryAfterMs: number | null;
      readonly attempts: readonly ShownAttempt[];
    };

/** A slice of a search as the schema shows it. */
export type ShownSearch = {
  readonly nodes: readonly ShownProduct[];
  readonly edges: readonly { readonly cursor: string; readonly position: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number | null;
  readonly refinements: readonly {
    readonly name: string;
    readonly bins: readonly (Readonly<Record<'name' | 'id', string>> &
      Readonly<Record<'category' | 'browseNodeId' | 'brand', string | null>>)[];
  }[];
  readonly source: string;
  readonly cacheStatus: string;
};

/** Why an operation, or one field of it, has no answer. */
export type ShownError = { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> };

const productFields = `
  fragment ProductFields on Product {
    kind: __typename id asin marketplace productUrl title brand features imageUrl images { url }
    price { amount currency formatted } listPrice { amount currency formatted } savingsPercent priceStatus priceAccess
    availability availabilityMessage rating reviewCount parentAsin category salesRank seller condition
    quality { completeness accuracy freshness overall acceptable }
    provenance { source cacheStatus fetchedAt expiresAt disclaimer attempts { source outcome code message } }
  }`;

/** Where and how to ask. */
export type Asking = { readonly marketplace?: string; readonly realTime?: boolean };

/** Asks `product`. */
export async function askProduct(gateway: Asked, asin: string, asking: Asking = {}): Promise<ProductAnswered> {
  const { data, errors } = await gateway.ask(
    `query ($asin: ASIN!, $marketplace: Marketplace, $realTime: Boolean! = false) {
      product(asin: $asin, marketplace: $marketplace, realTime: $realTime) { ...ProductFields }
    } ${productFields}`,
    { asin, ...asking },
  );
  const product: ShownProduct | null = JSON.parse(JSON.stringify(data?.['product'] ?? null));
  return { product, errors: errors ?? [] };
}

/** What `product` answers. */
export type ProductAnswered = { readonly product: ShownProduct | null; readonly errors: readonly ShownError[] };

/** Asks `products`; throws when the operation is refused as a whole. */
export async function askProducts(
  gateway: Asked,
  asins: readonly string[],
  asking: Asking = {},
): Promise<readonly ShownResult[]> {
  const { data, errors } = await gateway.ask(
    `query ($asins: [ASIN!]!, $marketplace: Marketplace, $realTime: Boolean! = false) {
      products(asins: $asins, marketplace: $marketplace, realTime: $realTime) {
        ...ProductFields
        ... on ProductNotFound { kind: __typename asin attempts { source outcome code message } }
        ... on ProductUnavailable { kind: __typename asin code retryable retryAfterMs attempts { source outcome code message } }
      }
    } ${productFields}`,
    { asins, ...asking },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const results: readonly ShownResult[] = JSON.parse(JSON.stringify(data?.['products']));
  return results;
}

/** What to look for. */
export type Searching = Readonly<Record<string, unknown>> & { readonly query: string };

/** Asks `search`; throws when it has an error. */
export async function askSearch(gateway: Asked, searching: Searching): Promise<ShownSearch> {
  const { data, errors } = await gateway.ask(
    `query ($query: String!, $filter: SearchFilter, $sort: SearchSort! = RELEVANCE, $first: Int! = 10, $after: String,
      $marketplace: Marketplace) {
      search(query: $query, filter: $filter, sort: $sort, first: $first, after: $after, marketplace: $marketplace) {
        nodes { ...ProductFields } edges { cursor position } pageInfo { hasNextPage endCursor }
        totalCount refinements { name bins { name id category browseNodeId brand } } source cacheStatus
      }
    } ${productFields}`,
    searching,
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const found: ShownSearch = JSON.parse(JSON.stringify(data?.['search']));
  return found;
}

/** One source's numbers as `sourceAnalytics` shows them. */
export type ShownReport = {
  readonly source: string;
  readonly enabled: boolean;
  readonly totalRequests: number;
  readonly successes: number;
  readonly itemsPerCall: number | null;
  readonly circuit: string;
  readonly quota: {
    readonly perDay: number | null;
    readonly usedToday: number;
    readonly remainingToday: number | null;
    readonly resetsAt: string;
  } | null;
  readonly lastError: { readonly code: string } | null;
};

/** What `sourceAnalytics` shows. */
export type ShownAnalytics = {
  readonly sources: readonly ShownReport[];
  readonly cache: { readonly size: number | null; readonly hits: number; readonly misses: number };
};

/** Asks `sourceAnalytics` since the start, its sources by their names. */
export async function askAnalytics(
  gateway: Asked,
): Promise<ShownAnalytics & { readonly of: (source: string) => ShownReport }> {
  const { data } = await gateway.ask(`{ sourceAnalytics {
    sources { source enabled totalRequests successes itemsPerCall circuit
      quota { perDay usedToday remainingToday resetsAt } lastError { code } }
    cache { size hits misses }
  } }`);
  const analytics: ShownAnalytics = JSON.parse(JSON.stringify(data?.['sourceAnalytics']));
  return {
    ...analytics,
    of(source) {
      const report = analytics.sources.find((one) => one.source === source);
      if (report === undefined) throw new Error(`${source} is not reported`);
      return report;
    },
  };
}

/** The steps of a trail, each in a word or two: `PA_API FAILED SERVER`. */
export function trailOf(attempts: readonly ShownAttempt[]): readonly string[] {
  return attempts.map(({ source, outcome, code }) => [source, outcome, code].filter(Boolean).join(' '));
}

/** The result as a product; throws when it is none. */
export function asProduct(result: ShownResult | null | undefined): ShownProduct {
  if (result?.kind !== 'Product') throw new Error(`no product: ${JSON.stringify(result)}`);
  return result;
}

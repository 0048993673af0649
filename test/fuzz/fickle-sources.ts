import type { Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import type { Product } from '../../src/product/product.ts';
import type { Sources } from '../../src/gateway/sources.ts';
import type { Finding, SearchPage, SearchTerms } from '../../src/source/source.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Permits } from '../../src/rate-limit/permits.ts';
import { asinOf } from '../support/asins.ts';
import { aProductOf, fakeSource } from '../support/fake-source.ts';

const hourMs = 3_600_000;

/** What a source says of an ASIN, given the hours since the epoch; each letter below is the first of such ASINs. */
type Temper = (asin: Asin, marketplace: MarketplaceCode, hour: number) => Finding;

const tempers: Readonly<Record<string, Temper>> = {
  /** Has it, with a title that changes by the hour. */
  A: (asin, marketplace, hour) => found(asin, marketplace, { title: `Kettle of hour ${hour}`, salesRank: hour % 1000 }),
  /** Has all of it, in letters that are hard on JSON. */
  B: (asin, marketplace) => found(asin, marketplace, everything),
  /** Has too little for the chain to stop. */
  C: (asin, marketplace) => ({ kind: 'found', product: sparse(asin, marketplace) }),
  /** Has none such. */
  D: () => ({ kind: 'missing' }),
  /** Cannot say. */
  E: (asin) => ({
    kind: 'failed',
    error: new SourceError('SERVER', `${asin} made it stumble`, { retryAfterMs: 1234.5 }),
  }),
  /** Cannot say every other hour, so that a copy is served past its time. */
  F: (asin, marketplace, hour) =>
    hour % 2 === 0
      ? found(asin, marketplace, { title: `Tea of hour ${hour}`, reviewCount: 0, rating: 0 })
      : { kind: 'failed', error: new SourceError('MALFORMED', `${asin} is odd at this hour`) },
  /** Fails halfway. */
  G: (asin, marketplace) => ({
    kind: 'failed',
    candidate: sparse(asin, marketplace),
    error: new SourceError('BUSY', 'no permit for the price'),
  }),
};

/** ASINs of every temper; of those after the last temper the first source has nothing and the second has a page. */
export const fuzzAsins: readonly Asin[] = [...Object.keys(tempers), 'H'].flatMap((letter) =>
  ['1', '2', '3'].map((digit) => asinOf(`${letter}00000000${digit}`)),
);

/** What is searched for, and what becomes of it. */
export const fuzzWords = ['tea', 'kettle', 'sparse', 'nothing', 'broken'] as const;

/** A store that both sources serve, one that only the second serves, and one that nobody serves. */
export const fuzzMarketplaces: readonly MarketplaceCode[] = ['IN', 'US', 'TR'];

/**
 * Two sources whose every answer is decided by the question and the hour, so that two gateways that are asked the same
 * at the same times are told the same.
 *
 * @param wall milliseconds since the epoch
 */
export function fickleSources(wall: () => number): Sources {
  const hour = () => Math.floor(wall() / hourMs);
  const api = fakeSource({
    id: 'CREATORS_API',
    completeHits: false,
    disclaimer: 'As of the time shown.',
    unavailableReason: (marketplace) => (marketplace === 'IN' ? undefined : 'NO_PARTNER_TAG'),
    async lookup(asins, { marketplace }) {
      return new Map(asins.map((asin) => [asin, temperOf(asin)(asin, marketplace, hour())]));
    },
    search: async (terms, page, { marketplace }) => searched(terms, page, marketplace),
  });
  const page = fakeSource({
    id: 'SCRAPING',
    accuracy: 0.75,
    freshMs: hourMs / 2,
    batchSize: 1,
    unavailableReason: (marketplace) => (marketplace === 'TR' ? 'UNKNOWN_STORE' : undefined),
    async lookup(asins, { marketplace }) {
      return new Map(asins.map((asin) => [asin, pageOf(asin, marketplace)]));
    },
    async search(terms, page, { marketplace }) {
      if (marketplace === 'IN') throw new SourceError('MALFORMED', 'no page of that shop');
      return searched(terms, page, marketplace);
    },
  });
  return {
    sources: [api, page],
    accounts: [
      { sources: [api], permits: endlessPermits(wall) },
      { sources: [page], permits: endlessPermits(wall) },
    ],
  };
}

function temperOf(asin: Asin): Temper {
  return tempers[asin.slice(0, 1)] ?? (() => ({ kind: 'missing' }));
}

function pageOf(asin: Asin, marketplace: MarketplaceCode): Finding {
  if (asin.startsWith('H')) return found(asin, marketplace, { title: 'From a page' });
  if (asin.startsWith('D')) return { kind: 'missing' };
  return { kind: 'failed', error: new SourceError('MALFORMED', 'the page says nothing') };
}

function searched({ query }: SearchTerms, page: string | undefined, marketplace: MarketplaceCode): SearchPage {
  if (query === 'broken') throw new SourceError('MALFORMED', 'the search is broken');
  if (query !== 'tea' && query !== 'kettle' && query !== 'sparse') return { hits: [], totalCount: 0 };
  const number = Number(page ?? 1);
  const asins = fuzzAsins.slice((number - 1) * 8, number * 8);
  const hits = asins.map((asin) =>
    query === 'sparse' ? sparse(asin, marketplace) : aProductOf(asin, marketplace, { title: `${query} ${asin}` }),
  );
  return { hits, totalCount: 24, reachableCount: 24, ...(number < 3 && { next: String(number + 1) }) };
}

function found(asin: Asin, marketplace: MarketplaceCode, parts: Partial<Product>): Finding {
  return { kind: 'found', product: aProductOf(asin, marketplace, parts) };
}

function sparse(asin: Asin, marketplace: MarketplaceCode): Product {
  const { productUrl } = aProductOf(asin, marketplace);
  return {
    asin,
    marketplace,
    productUrl,
    title: 'Little is known',
    features: [],
    images: [],
    priceStatus: 'NOT_PROVIDED',
    availability: 'UNKNOWN',
  };
}

const everything: Partial<Product> = {
  title: 'Quote " backslash \\ slash / line\nfeed \u0000 \u2028 \uD83D\uDE00 lone \uD83D ₹ é',
  brand: '</script>',
  features: ['', 'ü', '"'],
  images: [{ url: 'https://images.example/1.jpg', width: 500, height: 500 }, { url: 'https://images.example/2.jpg' }],
  listPrice: { amount: '1999.00', currency: 'INR' },
  savingsPercent: 35.5,
  availabilityMessage: 'Nur noch 3 auf Lager',
  parentAsin: asinOf('B0PARENT01'),
  category: 'Küche',
  salesRank: 2_147_483_647,
  seller: 'Somebody',
  condition: 'New',
};

/** Every call may leave at once; so little of the day is left that nothing is refreshed ahead, whose time is its own. */
function endlessPermits(wall: () => number): Permits {
  const dayMs = 24 * hourMs;
  return {
    reserve: async () => ({ dueInMs: 0, refund: () => undefined }),
    dueInMs: () => 0,
    spacingMs: () => 1,
    throttled: () => false,
    learned: () => undefined,
    quota: () => ({ perSecond: 10, perDay: 100, usedToday: 95, resetsAt: Math.ceil((wall() + 1) / dayMs) * dayMs }),
  };
}

import type { Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import type { Product } from '../../src/product/product.ts';
import type { Sources } from '../../src/gateway/sources.ts';
import type { Finding, NodeFinding, SearchPage, SearchTerms } from '../../src/source/source.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Permits } from '../../src/rate-limit/permits.ts';
import { asinOf } from '../support/asins.ts';
import { aProductOf, fakeSource } from '../support/fake-source.ts';

const hourMs = 3_600_000;

/** What a source answers for an ASIN, by the hours since the epoch. The key of each behaviour is the first letter of its ASINs. */
type Behaviour = (asin: Asin, marketplace: MarketplaceCode, hour: number) => Finding;

const behaviours: Readonly<Record<string, Behaviour>> = {
  /** The product is found, with a title that changes every hour. */
  A: (asin, marketplace, hour) => found(asin, marketplace, { title: `Kettle of hour ${hour}`, salesRank: hour % 1000 }),
  /** The product is found with all its fields, in characters that JSON has to escape. */
  B: (asin, marketplace) => found(asin, marketplace, everything),
  /** The product is found, but too incomplete to be accepted. */
  C: (asin, marketplace) => ({ kind: 'found', product: sparse(asin, marketplace) }),
  /** The product does not exist. */
  D: () => ({ kind: 'missing' }),
  /** The lookup fails. */
  E: (asin) => ({
    kind: 'failed',
    error: new SourceError('SERVER', `${asin} made it fail`, { retryAfterMs: 1234.5 }),
  }),
  /** The lookup fails every other hour, so that stale copies are served. */
  F: (asin, marketplace, hour) =>
    hour % 2 === 0
      ? found(asin, marketplace, { title: `Tea of hour ${hour}`, reviewCount: 0, rating: 0 })
      : { kind: 'failed', error: new SourceError('MALFORMED', `${asin} is odd at this hour`) },
  /** The lookup fails after it has found an incomplete product. */
  G: (asin, marketplace) => ({
    kind: 'failed',
    candidate: sparse(asin, marketplace),
    error: new SourceError('BUSY', 'no permit for the price'),
  }),
};

/** ASINs of every behaviour. Those with H are missing in the first source and found by the second. */
export const fuzzAsins: readonly Asin[] = [...Object.keys(behaviours), 'H'].flatMap((letter) =>
  ['1', '2', '3'].map((digit) => asinOf(`${letter}00000000${digit}`)),
);

/** Search terms. Each stands for one outcome, see `searched`. */
export const fuzzQueries = ['tea', 'kettle', 'sparse', 'nothing', 'broken'] as const;

/** Ids of categories. The first digit stands for one outcome, see `nodeOf`. */
export const fuzzNodeIds = ['10', '11', '12', '20', '30', '1000'] as const;

/** A marketplace that both sources serve, one that only the second serves, and one that no source serves. */
export const fuzzMarketplaces: readonly MarketplaceCode[] = ['IN', 'US', 'TR'];

/**
 * Two sources whose answers depend on the question and the hour alone, so that the gateway and the reference receive the
 * same answers at the same time.
 *
 * @param wall milliseconds since the epoch
 */
export function changingSources(wall: () => number): Sources {
  const hour = () => Math.floor(wall() / hourMs);
  const api = fakeSource({
    id: 'CREATORS_API',
    completeHits: false,
    disclaimer: 'As of the time shown.',
    unavailableReason: (marketplace) => (marketplace === 'IN' ? undefined : 'NO_PARTNER_TAG'),
    async lookup(asins, { marketplace }) {
      return new Map(asins.map((asin) => [asin, behaviourOf(asin)(asin, marketplace, hour())]));
    },
    search: async (terms, page, { marketplace }) => searched(terms, page, marketplace),
    browseNodes: async (ids) => new Map(ids.map((id) => [id, nodeOf(id)])),
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
      if (marketplace === 'IN') throw new SourceError('MALFORMED', 'no page of that marketplace');
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

function behaviourOf(asin: Asin): Behaviour {
  return behaviours[asin.slice(0, 1)] ?? (() => ({ kind: 'missing' }));
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

function nodeOf(id: string): NodeFinding {
  if (id.startsWith('2')) return { kind: 'missing' };
  if (id.startsWith('3')) return { kind: 'failed', error: new SourceError('SERVER', `${id} made it fail`) };
  const children = ['1', '2'].map((digit) => ({ id: `${id}${digit}`, name: `Below ${id}` }));
  return {
    kind: 'found',
    node: { id, name: `Node "${id}"`, isRoot: id === '10', ancestors: [], children: id.length < 4 ? children : [] },
  };
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
  browseNodes: [
    { id: '12', name: 'Kessel', isRoot: false, ancestors: [{ id: '10', name: 'Küche' }], salesRank: 3 },
    { id: '20', name: 'Vergangenes' },
  ],
  salesRank: 2_147_483_647,
  seller: 'Somebody',
  condition: 'New',
};

/** Permits that never wait. The day's quota is nearly used up, so that nothing is refreshed ahead at times of its own. */
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

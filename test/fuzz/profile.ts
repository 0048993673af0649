import type { Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import { fuzzAsins, fuzzMarketplaces } from './changing-sources.ts';
import type { Random } from './random.ts';

/** How likely things are in a random case. */
export type Profile = {
  /** The weight of a field by its name; 1 for a field that is not listed. */
  readonly weights: Readonly<Record<string, number>>;
  readonly asins: readonly Asin[];
  readonly marketplaces: readonly MarketplaceCode[];
  /** Whether the case may hold values that the gateway refuses. */
  readonly isWild: boolean;
  /** How often a selection has `@skip` or `@include`. */
  readonly directiveShare: number;
  /** How often a value is a variable. */
  readonly variableShare: number;
  /** Milliseconds that may pass between two requests. */
  readonly waits: readonly number[];
};

const minuteMs = 60_000;
const products = { product: 6, products: 8, _entities: 5, quality: 3, provenance: 3, price: 2 };

/**
 * Seven of ten cases request existing products again and again, as most clients do: only these reach the fast path. The
 * others use everything that the schema and the sources allow.
 */
export function randomProfile(random: Random): Profile {
  const shares = { directiveShare: random.pick([0, 0.03, 0.12]), variableShare: random.pick([0.05, 0.3, 0.6]) };
  if (random.chance(0.7)) {
    return {
      weights: { ...products, search: 0, browseNode: 0, children: 0, sourceAnalytics: 0, _service: 0 },
      asins: fuzzAsins.filter((asin) => /^[ABH]/.test(asin) || (random.chance(0.1) && !/^[EF]/.test(asin))),
      marketplaces: ['IN'],
      isWild: false,
      ...shares,
      waits: [0, 0, 1_000, 2 * minuteMs, 20 * minuteMs, 70 * minuteMs],
    };
  }
  return {
    weights: { ...products, search: 4, sourceAnalytics: 2 },
    asins: fuzzAsins,
    marketplaces: fuzzMarketplaces,
    isWild: true,
    ...shares,
    waits: [0, 0, 0, 1_000, 1_000, 2 * minuteMs, 20 * minuteMs, 70 * minuteMs, 26 * 60 * minuteMs],
  };
}

import type { Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import { fuzzAsins, fuzzMarketplaces } from './fickle-sources.ts';
import type { Random } from './random.ts';

/** What is likely in a case. */
export type Mood = {
  /** How much likelier than once a field is picked, by its name; what is not here, once. */
  readonly weights: Readonly<Record<string, number>>;
  readonly asins: readonly Asin[];
  readonly marketplaces: readonly MarketplaceCode[];
  /** Whether some values are refused. */
  readonly isWild: boolean;
  /** How often there is `@skip` or `@include`. */
  readonly directiveShare: number;
  /** How often a value is a variable. */
  readonly variableShare: number;
  /** Milliseconds that may pass before an operation is asked again. */
  readonly waits: readonly number[];
};

const minuteMs = 60_000;
const products = { product: 6, products: 8, _entities: 5, quality: 3, provenance: 3, price: 2 };

/**
 * Most clients ask again and again for products that exist and are remembered: what is kept of answers is used for them,
 * so most cases are calm. The others are everything that a schema and its sources allow.
 */
export function randomMood(random: Random): Mood {
  const shares = { directiveShare: random.pick([0, 0.03, 0.12]), variableShare: random.pick([0.05, 0.3, 0.6]) };
  if (random.chance(0.7)) {
    return {
      weights: { ...products, search: 0, sourceAnalytics: 0, _service: 0 },
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

import type { Analytics } from '../analytics/snapshot.ts';
import type { Catalog, Operation } from '../catalog/answer.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';

/** What every resolver is given. Loaders live in Pothos's context cache, not here. */
export type GatewayContext = {
  readonly catalog: Catalog;
  readonly analytics: Analytics;
  /** The same object for everything that one GraphQL operation asks. */
  readonly operation: Operation;
  /** The store that is meant when a query names none. */
  readonly defaultMarketplace: MarketplaceCode;
};

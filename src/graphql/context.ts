import type { DocumentNode } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Analytics } from '../analytics/snapshot.ts';
import type { Catalog, Operation } from '../catalog/answer.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { OperationUsage } from './plugins/operation-usage.ts';

/** What the listener knows of a request. */
export type ServerContext = {
  /** The name of the key that it came with. */
  readonly client?: string;
  /** Monotonic milliseconds at which it arrived. */
  readonly arrivedAt?: number;
  /** What it asks, once a hash has become a text. */
  readonly params?: GraphQLParams;
  /** The same, once it has been read. */
  readonly document?: DocumentNode;
};

/** What every resolver is given. Loaders live in Pothos's context cache, not here. */
export type GatewayContext = {
  readonly catalog: Catalog;
  readonly analytics: Analytics;
  /** The same object for everything that one GraphQL operation asks. */
  readonly operation: Operation;
  /** What the operation was told so far, and what that took. */
  readonly tally: OperationUsage;
  /** The store that is meant when a query names none. */
  readonly defaultMarketplace: MarketplaceCode;
  /** The operation, read. */
  readonly document?: DocumentNode;
};

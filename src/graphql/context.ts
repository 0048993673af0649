import type { DocumentNode } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Analytics } from '../analytics/snapshot.ts';
import type { Catalog, Operation } from '../catalog/answer.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { OperationUsage } from './plugins/operation-usage.ts';

/** The context of a request, as the listener provides it. */
export type ServerContext = {
  /** The name of the client's key. */
  readonly client?: string;
  /** The role of the client's key. */
  readonly role?: 'admin' | 'client';
  /** When the request arrived, in monotonic milliseconds. */
  readonly arrivedAt?: number;
  /** Its parameters, after a hash has been replaced by its text. */
  readonly params?: GraphQLParams;
  /** The parsed document. */
  readonly document?: DocumentNode;
  /** The text of an operation of the gateway's own, requested by its hash. It needs no list of operations. */
  readonly ownOperation?: string;
};

/** The context of every resolver. Loaders are in Pothos's context cache, not here. */
export type GatewayContext = {
  readonly catalog: Catalog;
  readonly analytics: Analytics;
  /** One object for all lookups of one GraphQL operation. */
  readonly operation: Operation;
  /** The answers that the operation has received so far, and their cost. */
  readonly usage: OperationUsage;
  /** The marketplace of queries that name no marketplace. */
  readonly defaultMarketplace: MarketplaceCode;
  /** The role of the client's key. */
  readonly role?: 'admin' | 'client';
  /** The parsed document. */
  readonly document?: DocumentNode;
};

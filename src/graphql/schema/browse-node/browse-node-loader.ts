import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { NodeAnswer } from '../../../catalog/answer.ts';
import { nodeKeyOf, type BrowseNodeQuestion } from '../../../product/browse-node.ts';
import type { GatewayContext } from '../../context.ts';

/** The single loader of an operation's categories, as `productLoader` is for its products. */
export const browseNodeLoader = createContextCache(
  ({ catalog, operation }: GatewayContext) =>
    new DataLoader<BrowseNodeQuestion, NodeAnswer, string>((questions) => catalog.browseNodes(questions, operation), {
      cacheKeyFn: nodeKeyOf,
    }),
);

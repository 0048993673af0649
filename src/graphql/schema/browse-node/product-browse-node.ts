import type { BrowseNodeAnswer } from '../../../catalog/answer.ts';
import { BrowseNodeType, nodeOfProduct } from './browse-node.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../product.ts';

type RankedNode = { readonly node: BrowseNodeAnswer; readonly salesRank: number | undefined };

const ProductBrowseNodeType = builder.objectRef<RankedNode>('ProductBrowseNode').implement({
  description: 'A category of a product, and the rank of the product in it.',
  fields: (t) => ({
    node: t.field({
      type: BrowseNodeType,
      description: 'The category. It comes with the product, except for its `children`.',
      resolve: ({ node }) => node,
    }),
    salesRank: t.int({
      nullable: true,
      description: "The product's rank by sales in this category; 1 is the best. Null when not provided.",
      resolve: ({ salesRank }) => salesRank,
    }),
  }),
});

builder.objectField(ProductType, 'browseNodes', (t) =>
  t.field({
    type: [ProductBrowseNodeType],
    description: "The categories of the product in the source's order. Empty when not provided.",
    resolve: (answer) =>
      (answer.product.browseNodes ?? []).map(({ salesRank, ...node }) => ({
        node: nodeOfProduct(answer, node),
        salesRank,
      })),
  }),
);

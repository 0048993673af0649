import { z } from 'zod';
import type { TextOf } from '../tool-definition.ts';
import { disclaimersOf, productShape, productText, quotationNotice } from './product-text.ts';

const shape = z.object({
  search: z.object({
    totalCount: z.number().nullish(),
    nodes: z.array(productShape),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

/** The hits of a search, one a line. */
export const searchText: TextOf = (data, now) => {
  const { nodes, totalCount, pageInfo } = shape.parse(data).search;
  if (nodes.length === 0) return 'No product matches the search.';
  const total = typeof totalCount === 'number' ? ` of about ${totalCount}` : '';
  return [
    `${nodes.length}${total} products. ${quotationNotice}`,
    ...nodes.map((product, index) => `${index + 1}. ${productText(product, now)}`),
    pageInfo.hasNextPage ? 'There are more: call again with after = pageInfo.endCursor.' : 'There are no more.',
    ...(pageInfo.hasNextPage ? [`endCursor: ${pageInfo.endCursor}`] : []),
    ...disclaimersOf(nodes),
  ].join('\n');
};

import { z } from 'zod';
import type { TextOf } from '../tool-definition.ts';
import { countText, pageShape, pageText } from './page-text.ts';
import { disclaimersOf, productShape, productText, quotationNotice } from './product-text.ts';

const shape = z.object({
  search: z.object({ totalCount: z.number().nullish(), nodes: z.array(productShape), pageInfo: pageShape }),
});

/** The hits of a search, one a line. */
export const searchText: TextOf = (data, now) => {
  const { nodes, totalCount, pageInfo } = shape.parse(data).search;
  if (nodes.length === 0) return 'No product matches the search.';
  return [
    `${countText(nodes.length, totalCount)} products. ${quotationNotice}`,
    ...nodes.map((product, index) => `${index + 1}. ${productText(product, now)}`),
    pageText(pageInfo),
    ...disclaimersOf(nodes),
  ].join('\n');
};

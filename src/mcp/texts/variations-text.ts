import { z } from 'zod';
import type { TextOf } from '../tool-definition.ts';
import { countText, pageShape, pageText } from './page-text.ts';
import { disclaimersOf, productShape, productText, quotationNotice } from './product-text.ts';

const shape = z.object({
  product: z
    .object({
      variations: z
        .object({
          totalCount: z.number().nullish(),
          nodes: z.array(productShape),
          pageInfo: pageShape,
        })
        .nullable(),
    })
    .nullable(),
});

/** The variations, one a line. */
export const variationsText: TextOf = (data, now) => {
  const { product } = shape.parse(data);
  if (product === null) return 'The product does not exist in this marketplace.';
  // Null with an error is a failure, which has no text of the answer.
  if (product.variations === null) return 'The product has no variations.';
  const { nodes, totalCount, pageInfo } = product.variations;
  if (nodes.length === 0) return 'There are no more variations.';
  return [
    `${countText(nodes.length, totalCount)} variations. ${quotationNotice}`,
    ...nodes.map((node, index) => `${index + 1}. ${productText(node, now)}`),
    pageText(pageInfo),
    ...disclaimersOf(nodes),
  ].join('\n');
};

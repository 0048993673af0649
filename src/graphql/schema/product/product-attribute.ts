import type { Attribute } from '../../../product/details.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../product.ts';

export const ProductAttributeType = builder.objectRef<Attribute>('ProductAttribute').implement({
  description: 'A named value in the words of the source.',
  shareable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name, e.g. "Colour".' }),
    value: t.exposeString('value', { description: 'The value, e.g. "Midnight Black".' }),
  }),
});

builder.objectFields(ProductType, (t) => ({
  variationAttributes: t.field({
    type: [ProductAttributeType],
    description:
      'What tells this product apart from the other variants of `parentAsin`, e.g. its size and colour. Empty when it has no variants, or when not provided.',
    resolve: ({ product }) => product.variationAttributes ?? [],
  }),
}));

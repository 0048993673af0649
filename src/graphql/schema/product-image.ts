import type { ProductImage } from '../../product/product.ts';
import { builder } from './builder.ts';

export const ProductImageType = builder.objectRef<ProductImage>('ProductImage').implement({
  description:
    "A link to an image on Amazon's servers. The licence allows storing the link for 24 hours; the image itself must not be stored.",
  shareable: true,
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'The address of the image.' }),
    width: t.exposeInt('width', { nullable: true, description: 'Width in pixels. Null when not provided.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Height in pixels. Null when not provided.' }),
  }),
});

import type { ProductImage } from '../../product/product.ts';
import { builder } from './builder.ts';

/** A link to a picture. */
export const ProductImageType = builder.objectRef<ProductImage>('ProductImage').implement({
  description:
    "A link to a picture on Amazon's servers. The licence allows keeping the link for 24 hours, the picture not at all.",
  shareable: true,
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'Where the picture is.' }),
    width: t.exposeInt('width', { nullable: true, description: 'Pixels. Null when the source does not say.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Pixels. Null when the source does not say.' }),
  }),
});

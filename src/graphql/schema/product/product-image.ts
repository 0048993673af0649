import { scaledPicture } from '../../../product/amazon-url.ts';
import type { ProductImage } from '../../../product/product.ts';
import { builder } from '../builder.ts';

export const ProductImageType = builder.objectRef<ProductImage>('ProductImage').implement({
  description:
    "A link to an image on Amazon's servers. The licence allows storing the link for 24 hours; the image itself must not be stored.",
  shareable: true,
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'The address of the image, in its largest size.' }),
    width: t.exposeInt('width', { nullable: true, description: 'Width in pixels. Null when not provided.' }),
    height: t.exposeInt('height', { nullable: true, description: 'Height in pixels. Null when not provided.' }),
    thumbnailUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The same image, at most 75 pixels wide and high. Null when there is no such size.',
      resolve: ({ url }) => scaledPicture(url, 75),
    }),
    mediumUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The same image, at most 160 pixels wide and high. Null when there is no such size.',
      resolve: ({ url }) => scaledPicture(url, 160),
    }),
    variant: t.exposeString('variant', {
      nullable: true,
      description: 'The view that the image shows, as the source names it, e.g. "MAIN". Null when not provided.',
    }),
  }),
});

import { amazonPictureUrl } from '../../../../product/amazon-url.ts';
import type { ProductImage } from '../../../../product/product.ts';
import { count, list, text } from '../../../json.ts';
import { field } from '../field.ts';

/** Largest first. The resource is `highRes`, its key in answers `hiRes`; some clients report `highRes` there, too. */
const sizes = ['hiRes', 'highRes', 'large', 'medium', 'small'] as const;

/** The pictures of an item, the primary one first, each once and in the largest available size. */
export function readImages(item: unknown): readonly ProductImage[] {
  const pictures = [field(item, 'images.primary'), ...(list(field(item, 'images.variants')) ?? [])];
  const byUrl = new Map<string, ProductImage>();
  for (const picture of pictures) {
    const image = largest(picture);
    if (image !== undefined) byUrl.set(image.url, image);
  }
  return [...byUrl.values()];
}

function largest(picture: unknown): ProductImage | undefined {
  for (const size of sizes) {
    const image = readImage(field(picture, size));
    if (image !== undefined) return image;
  }
  return undefined;
}

function readImage(value: unknown): ProductImage | undefined {
  const url = amazonPictureUrl(text(field(value, 'url')) ?? '');
  if (url === undefined) return undefined;
  const width = count(field(value, 'width'), 1);
  const height = count(field(value, 'height'), 1);
  return { url, ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}

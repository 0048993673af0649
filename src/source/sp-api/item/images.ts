import { amazonPictureUrl } from '../../../product/amazon-url.ts';
import type { ProductImage } from '../../../product/product.ts';
import { count, text } from '../../json.ts';
import { objects, type Json } from '../json.ts';

/** The largest picture of each variant, the main one first. Amazon returns two or three sizes of each. */
export function readImages(group: Json): readonly ProductImage[] {
  const largest = new Map<string, ProductImage>();
  for (const entry of objects(group['images'])) {
    const url = amazonPictureUrl(text(entry['link']) ?? '');
    const variant = text(entry['variant']);
    // A swatch shows a colour, not the product.
    if (url === undefined || variant === undefined || variant === 'SWCH') continue;
    const width = count(entry['width'], 1);
    const height = count(entry['height'], 1);
    const image = { url, ...(width !== undefined && { width }), ...(height !== undefined && { height }), variant };
    const before = largest.get(variant);
    if (before === undefined || areaOf(image) > areaOf(before)) largest.set(variant, image);
  }
  const main = largest.get('MAIN');
  largest.delete('MAIN');
  return main === undefined ? [...largest.values()] : [main, ...largest.values()];
}

function areaOf(image: ProductImage): number {
  return (image.width ?? 0) * (image.height ?? 0);
}

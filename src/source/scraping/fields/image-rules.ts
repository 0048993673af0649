import type { Element } from 'domhandler';
import { amazonPictureUrl } from '../../../product/amazon-url.ts';
import type { ProductImage } from '../../../product/product.ts';
import { count } from '../../json.ts';
import { embeddedJson, pageState, parseJson, property, scriptWith } from '../page/page-json.ts';
import { any, pick, type PageView, type Reading, type Rule } from '../page/rule.ts';

/** Reads the pictures, the main one first; empty when the page shows none. */
export function readImages(view: PageView): readonly ProductImage[] {
  const main = pick(view, 'imageUrl', mainRules);
  const gallery = galleryOf(view);
  const first = main ?? gallery[0];
  if (first === undefined) return [];
  const isFirst = ({ url }: ProductImage) => imageId(url) === imageId(first.url);
  const variant = gallery.find(isFirst)?.variant;
  const others = gallery.filter((image) => !isFirst(image));
  return [{ ...first, ...(variant !== undefined && { variant }) }, ...others].slice(0, 30);
}

const mainRules: readonly Rule<ProductImage>[] = [
  any('#landingImage', attributeImage('data-old-hires')),
  any('#imgBlkFront', attributeImage('data-old-hires')),
  any('#landingImage', dynamicImage),
  any('#imgBlkFront', dynamicImage),
  any('#ebooksImgBlkFront', dynamicImage),
  any('#main-image', dynamicImage),
  any('#main-image', attributeImage('data-midres-replacement')),
  any('#main-image', attributeImage('data-a-hires')),
  any('#main-image', attributeImage('src')),
  any('#landingImage', attributeImage('src')),
  any('#imgBlkFront', attributeImage('src')),
  any('#ebooksImgBlkFront', attributeImage('src')),
  any('#digitalMusicProductImage_feature_div img', attributeImage('src')),
  { name: 'desktop-landing-image-data', read: landingImage },
];

/** `'colorImages': { 'initial': [{"hiRes":…,"large":…}] }`, or `'imageGalleryData'` on old book pages. */
function galleryOf({ document }: PageView): readonly ProductImage[] {
  const entries = [
    embeddedJson(scriptWith(document, "'colorImages'") ?? '', /'colorImages'\s*:\s*\{\s*'initial'\s*:/),
    embeddedJson(scriptWith(document, "'imageGalleryData'") ?? '', /'imageGalleryData'\s*:/),
  ].flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []));
  return entries.flatMap((entry) => {
    const image =
      imageOf(property(entry, 'hiRes')) ?? imageOf(property(entry, 'large')) ?? imageOf(property(entry, 'mainUrl'));
    const variant = property(entry, 'variant');
    if (image === undefined) return [];
    return typeof variant === 'string' && /^[A-Z]{2,4}\d{0,2}$/.test(variant) ? { ...image, variant } : image;
  });
}

function attributeImage(name: string): Reading<ProductImage> {
  return (element) => imageOf(element.attribs[name]?.trim());
}

/** `{"https://….jpg":[466,466],…}`: address to width and height. */
function dynamicImage(element: Element): ProductImage | undefined {
  const sizes = parseJson(element.attribs['data-a-dynamic-image'] ?? '');
  if (typeof sizes !== 'object' || sizes === null) return undefined;
  const [url, size] = Object.entries(sizes)[0] ?? [];
  const image = imageOf(url);
  const [width, height] = Array.isArray(size) ? (size as readonly unknown[]) : [];
  return image !== undefined && isPixels(width) && isPixels(height) ? { ...image, width, height } : image;
}

function landingImage({ document }: PageView): ProductImage | undefined {
  return imageOf(property(pageState(document, 'desktop-landing-image-data'), 'landingImageUrl'));
}

/** Accepts Amazon's picture hosts only; no data: address, one-pixel placeholder, or picture of a robot check. */
function imageOf(url: unknown): ProductImage | undefined {
  if (typeof url !== 'string' || placeholder.test(url)) return undefined;
  const picture = amazonPictureUrl(url);
  return picture === undefined ? undefined : { url: picture };
}

const placeholder = /\/captcha\/|transparent-pixel|grey-pixel|no-img|\.gif(?:$|\?)/i;

/** `71tzsemVDsL` of `…/images/I/71tzsemVDsL._SL1500_.jpg`: the same for every size of a picture. */
function imageId(url: string): string {
  return /\/images\/(?:[A-Z]\/[^/]+\/images\/)?I\/([^./]+)/.exec(url)?.[1] ?? url;
}

function isPixels(value: unknown): value is number {
  return count(value, 2) !== undefined;
}

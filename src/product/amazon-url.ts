import { marketplaces } from './marketplace.ts';

const longest = 2_000;
const pictureHosts: readonly string[] = ['media-amazon.com', 'ssl-images-amazon.com', 'images-amazon.com'];
const storeHosts: readonly string[] = Object.values(marketplaces).map(({ domain }) => domain);

/** Normalises the address of a picture; `undefined` unless it is an https address of Amazon. */
export function amazonPictureUrl(text: string): string | undefined {
  return urlAt([...pictureHosts, ...storeHosts], text);
}

/** Normalises the address of a page; `undefined` unless it is an https address of an Amazon marketplace. */
export function amazonPageUrl(text: string): string | undefined {
  return urlAt(storeHosts, text);
}

/**
 * The URL standard escapes quotes, angle brackets and control characters, so that clients can use the result in HTML.
 */
function urlAt(hosts: readonly string[], text: string): string | undefined {
  const url = text.length > longest ? null : URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.port !== '') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)) ? url.href : undefined;
}

/** The name of a picture at Amazon is its id, at most one modifier such as `._SL160_`, and its type. */
const amazonPicture = /^(.*\/images\/[A-Z]\/(?:\d+\/)?[^/.?#]+)(?:\.[^/?#]*)?\.(jpe?g|png|gif|webp|svg)$/i;

/**
 * The same picture, scaled to fit a square of this many pixels; `undefined` unless the address is one of Amazon's
 * pictures, whose server scales by a modifier in the name. The associates APIs return the same addresses for their sizes
 * `Small` (75 pixels) and `Medium` (160 pixels).
 */
export function scaledPicture(url: string, pixels: number): string | undefined {
  const [, name, type] = amazonPicture.exec(url) ?? [];
  return name === undefined ? undefined : `${name}._SL${pixels}_.${type}`;
}

import { marketplaces } from './marketplace.ts';

const longest = 2_000;
const pictureHosts: readonly string[] = ['media-amazon.com', 'ssl-images-amazon.com', 'images-amazon.com'];
const storeHosts: readonly string[] = Object.values(marketplaces).map(({ domain }) => domain);

/** A picture's address as upstreams write it, normalised; `undefined` unless it is one of Amazon's over https. */
export function amazonPictureUrl(text: string): string | undefined {
  return urlAt([...pictureHosts, ...storeHosts], text);
}

/** The address of a store's page, normalised; `undefined` unless it is one of Amazon's stores over https. */
export function amazonPageUrl(text: string): string | undefined {
  return urlAt(storeHosts, text);
}

/** What clients put into attributes and links is written by the URL standard: no quote, angle bracket or control in it. */
function urlAt(hosts: readonly string[], text: string): string | undefined {
  const url = text.length > longest ? null : URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.port !== '') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)) ? url.href : undefined;
}

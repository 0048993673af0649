import type { PageDocument } from './document.ts';

/**
 * Whether a page is another of Amazon's applications. Since 2022 the address of a digital album shows Amazon Music,
 * that of a film or series Prime Video: pages with status 200 that hold no product page (four saved pages of albums).
 */
export function isOtherApp(document: PageDocument): boolean {
  if ([...document.customElements].some((name) => appElement.test(name))) return true;
  if (document.withId(appId).length > 0) return true;
  const named = [
    ...document.all('link').map(({ attribs }) => `${attribs['href'] ?? ''} ${attribs['title'] ?? ''}`),
    ...document.all('meta').map(({ attribs }) => attribs['content'] ?? ''),
    ...document.all('script').map(({ attribs }) => attribs['src'] ?? ''),
  ];
  return named.some((text) => appAddress.test(text)) || document.all('.DVWebNode, .av-page-desktop').length > 0;
}

/** Whether an address belongs to another of Amazon's applications, which a product's address may lead to. */
export function isOtherAppAddress({ hostname, pathname }: URL): boolean {
  return appHost.test(hostname) || /^\/(?:music|gp\/video)(?:\/|$)/.test(pathname);
}

const appElement = /^music-/;
const appId = /^(?:dv|aiv|av|atv|avu|DVWebNode)-/;
const appHost = /^(?:music|read|luna)\.amazon\.|^(?:www\.|app\.)?(?:primevideo\.com|audible\.[a-z.]+)$/;
const appAddress =
  /(?:https?:)?\/\/(?:[\w.-]+\.music\.a2z\.com|music\.amazon\.|(?:www\.)?primevideo\.com)|\/music\/player\/|\/gp\/video\/detail\/|^\S* Amazon Music$/;

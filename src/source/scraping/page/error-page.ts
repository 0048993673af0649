import type { Language } from '../languages/language.ts';
import { says } from '../languages/languages.ts';
import type { PageDocument } from './document.ts';
import { attributeOf, textOf } from './text.ts';

/** Saved error pages have 2.0 to 7.7 kB; larger pages are not searched element by element. */
const maxBytes = 100_000;

/**
 * Whether a page that is neither product, search nor robot check is one of Amazon's error pages: by its comment for
 * developers, its pictures, its links, or, where it has none of these, by an error in words under Amazon's name.
 */
export function isErrorPage(document: PageDocument, spoken: readonly Language[]): boolean {
  if (document.bytes > maxBytes) return false;
  if (document.hasComment('api-services-support@amazon')) return true;
  if (links(document).some((link) => errorLink.test(link))) return true;
  if (pictures(document).some((address) => amazonPicture.test(address) && /\/error\/|_TTD_/.test(address))) return true;
  const title = textOf(document.all('title')[0]);
  if (!says(spoken, 'notFound', title) && !says(spoken, 'serverError', title)) return false;
  return /(?<!\p{L})amazon\./iu.test(`${title} ${links(document).join(' ')}`);
}

/**
 * Which error it is: by its pictures and links first, which need no language; by its words second; by the HTTP status
 * last. An apology alone says nothing: "Ci dispiace" is on both kinds. It is never a block: those have a form or a
 * script of their own.
 */
export function kindOfErrorPage(
  document: PageDocument,
  status: number,
  spoken: readonly Language[],
): 'NOT_FOUND' | 'SERVER_ERROR' {
  const shown = pictures(document).map((address) => address.slice(address.lastIndexOf('/') + 1));
  if (shown.some((name) => /^50\d/.test(name))) return 'SERVER_ERROR';
  if (shown.some((name) => /^(?:404|title)[-._]/.test(name))) return 'NOT_FOUND';
  if (links(document).some((link) => /\bcs_50\d/.test(link))) return 'SERVER_ERROR';
  if (links(document).some((link) => /\bcs_404/.test(link))) return 'NOT_FOUND';
  if (says(spoken, 'notFound', wordsOf(document))) return 'NOT_FOUND';
  return status === 404 ? 'NOT_FOUND' : 'SERVER_ERROR';
}

/** `/ref=cs_503_logo`, `/dogsofamazon/ref=cs_503_d`. */
const errorLink = /\bcs_(?:404|50\d)|\/dogsofamazon/;
const amazonPicture = /(?:media-amazon|ssl-images-amazon|images-amazon)\.(?:com|cn)\//;

function links(document: PageDocument): readonly string[] {
  return document.all('a').map(({ attribs }) => attribs['href'] ?? '');
}

function pictures(document: PageDocument): readonly string[] {
  return document.all('img').map(({ attribs }) => attribs['src'] ?? '');
}

/** The text of the page and the alternative texts of its pictures, which hold the message. */
function wordsOf(document: PageDocument): string {
  const alternatives = document.all('img').map((picture) => attributeOf(picture, 'alt'));
  return [textOf(document.all('title')[0]), textOf(document.all('body')[0]), ...alternatives].join(' ');
}

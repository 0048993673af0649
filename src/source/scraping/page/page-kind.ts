import type { Language } from '../languages/language.ts';
import type { PageDocument } from './document.ts';
import { isErrorPage, kindOfErrorPage } from './error-page.ts';
import { isOtherApp } from './other-app.ts';
import { scriptWith } from './page-json.ts';

/**
 * What a marketplace answered with. `OTHER_APP` is another of Amazon's applications (Music, Video) at a product's
 * address; `OTHER` is a page that no rule knows.
 */
export type PageKind = 'PRODUCT' | 'SEARCH' | 'NOT_FOUND' | 'BLOCKED' | 'SERVER_ERROR' | 'OTHER_APP' | 'OTHER';

/**
 * Tells the kinds of pages apart by signs that no other kind has; the HTTP status decides only where an error page
 * does not say what it is. Measured on 22 block and error pages against 135 others: the form to `validateCaptcha` is
 * on every picture check and "continue shopping" page and on no other; the word "robot" is on almost every product
 * page and means nothing; the comment that names api-services-support@amazon.com is on block, error and not-found
 * pages alike.
 */
export function kindOf(document: PageDocument, status: number, spoken: readonly Language[]): PageKind {
  if (isChallenge(document) || isSignIn(document)) return 'BLOCKED';
  if (has(document, productTitles)) return 'PRODUCT';
  if (has(document, searchMarks) || scriptWith(document, '"totalResultCount"') !== undefined) return 'SEARCH';
  if (isErrorPage(document, spoken)) return kindOfErrorPage(document, status, spoken);
  return isOtherApp(document) ? 'OTHER_APP' : 'OTHER';
}

const productTitles = [
  '#productTitle',
  '#ebooksProductTitle',
  '#ebooksTitle',
  '#btAsinTitle',
  'span#title',
  '#title_feature_div',
  '#dmusicProductTitle_feature_div',
  '#dp #title',
  '#dp-container',
];
const searchMarks = [
  '[data-component-type="s-search-result"]',
  '[data-component-type="s-search-results"]',
  '[data-component-type="s-result-info-bar"]',
  '#noResultsTitle',
  '#s-results-list-atf',
];

/** Picture check, "continue shopping" button, AWS WAF script; `opfcaptcha` is the host that serves the first two. */
function isChallenge(document: PageDocument): boolean {
  const forms = document.all('form').some(({ attribs }) => /validateCaptcha/i.test(attribs['action'] ?? ''));
  if (forms) return true;
  if (has(document, productTitles) || has(document, searchMarks)) return false;
  const sources = document.all('script').map(({ attribs }) => attribs['src'] ?? '');
  return (
    sources.some((source) => /awswaf\.com|\/captcha\//i.test(source)) ||
    has(document, ['#challenge-container', '#captcha-container', '#captchacharacters']) ||
    scriptWith(document, 'gokuProps') !== undefined ||
    scriptWith(document, 'opfcaptcha') !== undefined
  );
}

function isSignIn(document: PageDocument): boolean {
  if (has(document, productTitles)) return false;
  const forms = document.all('form').some(({ attribs }) => /^signIn$/i.test(attribs['name'] ?? ''));
  return forms || has(document, ['#ap_email', '#ap_email_login', '#ap_signin_form', '#authportal-main-section']);
}

function has(document: PageDocument, selectors: readonly string[]): boolean {
  return selectors.some((selector) => document.all(selector).length > 0);
}

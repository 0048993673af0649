import type { StoreDocument } from './document.ts';
import { scriptWith } from './page-json.ts';
import { textOf } from './text.ts';

/** What a store answered with, whatever its status says. */
export type PageKind = 'PRODUCT' | 'SEARCH' | 'NOT_FOUND' | 'BLOCKED' | 'SERVER_ERROR' | 'OTHER';

/**
 * Tells pages apart by what only they hold. Measured on 22 block and error pages against 135 others: the form to
 * `validateCaptcha` is on every picture check and "continue shopping" page and on no other; the word "robot" is on
 * almost every product page and means nothing; the comment that names api-services-support@amazon.com is on block,
 * error and not-found pages alike.
 */
export function kindOf(document: StoreDocument): PageKind {
  if (isChallenge(document) || isSignIn(document)) return 'BLOCKED';
  if (has(document, productTitles)) return 'PRODUCT';
  if (has(document, searchMarks) || scriptWith(document, '"totalResultCount"') !== undefined) return 'SEARCH';
  const title = textOf(document.all('title')[0]);
  const storeError =
    document.hasComment('api-services-support@amazon') || errorMarks.some((mark) => linksTo(document, mark));
  if (storeError && isServerError(document, title)) return 'SERVER_ERROR';
  if (notFoundTitle.test(title) && (storeError || linksTo(document, 'dogsofamazon'))) return 'NOT_FOUND';
  if (document.hasComment('api-services-support@amazon')) return 'BLOCKED';
  return 'OTHER';
}

const productTitles = [
  '#productTitle',
  '#ebooksProductTitle',
  '#btAsinTitle',
  'span#title',
  '#title_feature_div',
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
const errorMarks = ['cs_404', 'cs_500', 'cs_503'];

/** The titles of the store's "dogs" page and its predecessor, in the languages of the 22 stores. */
const notFoundTitle =
  /^(?:404\b.*|.*(?:page|document) not found|pagina niet gevonden|(?:die )?seite (?:wurde )?nicht gefunden|(?:la )?p[áa]gina no encontrada|documento no encontrado|page (?:introuvable|non trouvée)|pagina (?:non trovata|inesistente)|página não encontrada|documento não encontrado|ページが見つかりません.*|nie (?:znaleziono|odnaleziono) strony|strony nie znaleziono|sidan (?:hittades inte|kunde inte hittas|hittas inte)|sayfa bulunamadı|.*لم يتم العثور على الصفحة.*|الصفحة غير موجودة.*|找不到(?:網頁|网页|頁面|页面).*)\s*[.!]?$/i;

const serverErrorTitle =
  /^50\d\b|went wrong|server busy|service unavailable|tut uns leid|servicio no disponible|service indisponible|servizio non disponibile|serviço indisponível|internal (?:server )?error|サーバー|エラー/i;

/** Picture check, "continue shopping" button, AWS WAF script. */
function isChallenge(document: StoreDocument): boolean {
  const forms = document.all('form').some(({ attribs }) => /validateCaptcha/i.test(attribs['action'] ?? ''));
  if (forms) return true;
  if (has(document, productTitles) || has(document, searchMarks)) return false;
  const sources = document.all('script').map(({ attribs }) => attribs['src'] ?? '');
  return (
    sources.some((source) => /awswaf\.com|\/captcha\//i.test(source)) ||
    has(document, ['#challenge-container', '#captcha-container', '#captchacharacters']) ||
    scriptWith(document, 'gokuProps') !== undefined
  );
}

function isSignIn(document: StoreDocument): boolean {
  if (has(document, productTitles)) return false;
  const forms = document.all('form').some(({ attribs }) => /^signIn$/i.test(attribs['name'] ?? ''));
  return forms || has(document, ['#ap_email', '#ap_email_login', '#ap_signin_form', '#authportal-main-section']);
}

function isServerError(document: StoreDocument, title: string): boolean {
  return serverErrorTitle.test(title) || linksTo(document, 'cs_503') || linksTo(document, 'cs_500');
}

function has(document: StoreDocument, selectors: readonly string[]): boolean {
  return selectors.some((selector) => document.all(selector).length > 0);
}

/** Error pages are a few kilobytes (2.0 to 7.7 of those saved); no other page is searched link by link. */
function linksTo(document: StoreDocument, part: string): boolean {
  if (document.bytes > 100_000) return false;
  return document.all('a').some(({ attribs }) => (attribs['href'] ?? '').includes(part));
}

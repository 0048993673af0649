import type { Element } from 'domhandler';
import type { Product } from '../../../product/product.ts';
import { parseByline } from './byline.ts';
import { isOtherOffer, isProgramme } from './featured-offer.ts';
import { any, first, pick, type PageView, type Reading, type Rule } from '../page/rule.ts';
import { textOf } from '../page/text.ts';

const line: Reading<string> = (element) => bounded(textOf(element), 1_000);

/** Reads the fields that are plain text. */
export function readTexts(view: PageView): Pick<Product, 'title' | 'brand' | 'features' | 'category'> {
  const title = pick(view, 'title', titleRules);
  const brand = pick(view, 'brand', brandRules);
  const features = readFeatures(view);
  const category = pick(view, 'category', categoryRules);
  return {
    features,
    ...(title !== undefined && { title }),
    ...(brand !== undefined && { brand }),
    ...(category !== undefined && { category }),
  };
}

/** The title on the page, which differs from the search-engine text of `<title>`; mobile pages hold it elsewhere. */
const titleRules: readonly Rule<string>[] = [
  any('#productTitle', line),
  any('#ebooksProductTitle', line),
  any('#ebooksTitle', line),
  any('#btAsinTitle', line),
  any('span#title', line),
  any('#title', line),
  any('#item_name', line),
  any('#dmusicProductTitle_feature_div h1', line),
];

/**
 * The brand. A book's byline names its author, which is no brand; that of a refurbished item names the programme that
 * sells it, which counts only where the product overview names no maker.
 */
const brandRules: readonly Rule<string>[] = [
  { name: '#bylineInfo', read: (view) => unlessProgramme(bylineBrand(view)) },
  first('#brand', (element) => unlessProgramme(bounded(textOf(element), 100))),
  any('#productOverview_feature_div .po-brand td:last-child', line),
  any('tr.po-brand td:last-child', line),
  { name: '#bylineInfo (programme)', read: bylineBrand },
];

/** The category: the last step of the breadcrumbs. */
const categoryRules: readonly Rule<string>[] = [
  last('#wayfinding-breadcrumbs_feature_div a:not(#breadcrumb-back-link)'),
  last('#wayfinding-breadcrumbs_container a:not(#breadcrumb-back-link)'),
];

/** The seller of the featured offer. */
export const sellerRules: readonly Rule<string>[] = [
  any('#sellerProfileTriggerId', offerLine),
  any('#merchantInfoFeature_feature_div .offer-display-feature-text-message', offerLine),
  any('#merchant-info a', offerLine),
];

/** Reads the bullet points, in order, each once. */
function readFeatures(view: PageView): readonly string[] {
  for (const selector of bulletLists) {
    const bullets = view.document
      .all(selector)
      .filter(isBullet)
      .map(textOf)
      .filter((text) => text !== '');
    if (bullets.length === 0) continue;
    view.onHit('features', selector);
    return [...new Set(bullets)].slice(0, 30).map((text) => text.slice(0, 2_000));
  }
  view.onHit('features', 'none');
  return [];
}

/** Pages of clothing and shoes have their bullets in the product facts. */
const bulletLists = [
  '#feature-bullets li',
  '#productFactsDesktopExpander li',
  '#featurebullets_feature_div li',
  '#productFacts_feature_div li',
];

/** "Make sure this fits" and the sales rank are in the same list, sponsored products in a carousel below it. */
function isBullet(element: Element): boolean {
  const { id = '', class: classes = '' } = element.attribs;
  return !/^(?:replacementPart|SalesRank)/i.test(id) && !/carousel|aok-hidden/.test(classes);
}

function bylineBrand(view: PageView): string | undefined {
  const byline = view.document.all('#bylineInfo')[0];
  if (byline === undefined || namesAuthor(byline, view)) return undefined;
  return bounded(parseByline(textOf(byline), view.languages) ?? '', 100);
}

/** The byline is marked as author or contributor, or links to an author's page (mobile layouts). */
function namesAuthor(byline: Element, { document }: PageView): boolean {
  if (/(?:^|\s)author/.test(byline.attribs['class'] ?? '')) return true;
  if (document.within(byline, '.author, .contribution, .contributorNameID').length > 0) return true;
  return document
    .within(byline, 'a')
    .some(({ attribs }) => /\/author\/|field-author|dp_byline/.test(attribs['href'] ?? ''));
}

function unlessProgramme(brand: string | undefined): string | undefined {
  return brand === undefined || isProgramme(brand) ? undefined : brand;
}

function offerLine(...[element, view]: Parameters<Reading<string>>): string | undefined {
  return isOtherOffer(element, view) ? undefined : bounded(textOf(element), 200);
}

function last(selector: string): Rule<string> {
  return {
    name: selector,
    read: ({ document }) => bounded(textOf(document.all(selector).at(-1)), 200),
  };
}

function bounded(text: string, maxLength: number): string | undefined {
  return text !== '' && text.length <= maxLength && /[\p{L}\p{N}]/u.test(text) ? text : undefined;
}

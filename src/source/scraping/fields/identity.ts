import { parseAsin, type Asin } from '../../../product/asin.ts';
import { pageState, property, scriptString } from '../page/page-json.ts';
import type { PageView, Rule } from '../page/rule.ts';
import { attributeOf } from '../page/text.ts';

/** The product that a page shows. */
export type Identity = {
  readonly asin: Asin;
  /** The product that it is a variation of; absent when there is none or the page does not say. */
  readonly parentAsin?: Asin;
};

/**
 * Finds the product that a page shows; `undefined` when the page names none.
 *
 * No single place is always right (measured on 94 saved pages: `acAsin` was wrong on 1, `mediaAsin` on 2, the form's
 * input on 4, the canonical link on 11, where it is the parent), so the ASIN with most votes wins.
 */
export function identify(view: PageView): Identity | undefined {
  const asin = shownAsin(view);
  if (asin === undefined) return undefined;
  const parentAsin = parentOf(view, asin);
  return { asin, ...(parentAsin !== undefined && { parentAsin }) };
}

/** Whether a page answers for `asked`: it shows that product, or the child that the page of a parent selects. */
export function answersFor(identity: Identity, asked: Asin): boolean {
  return identity.asin === asked || identity.parentAsin === asked;
}

function shownAsin(view: PageView): Asin | undefined {
  const votes = new Map<Asin, { weight: number; rule: string }>();
  for (const { name, weight, read } of places) {
    const asin = read(view);
    if (asin === undefined) continue;
    const vote = votes.get(asin) ?? { weight: 0, rule: name };
    votes.set(asin, { ...vote, weight: vote.weight + weight });
  }
  const [winner] = [...votes].sort(([, a], [, b]) => b.weight - a.weight);
  view.onHit('asin', winner?.[1].rule ?? 'none');
  return winner?.[0];
}

function parentOf(view: PageView, shown: Asin): Asin | undefined {
  const parent =
    asinIn(scriptString(view.document, 'parentAsin')) ?? asinIn(scriptString(view.document, 'parent_asin'));
  return parent === shown ? undefined : parent;
}

const places: readonly (Rule<Asin> & { readonly weight: number })[] = [
  { name: 'acState', weight: 1, read: ({ document }) => asinIn(property(pageState(document, 'acState'), 'acAsin')) },
  { name: 'mediaAsin', weight: 1, read: ({ document }) => asinIn(scriptString(document, 'mediaAsin')) },
  attribute('#title_feature_div', 'data-csa-c-asin', 1),
  { name: 'currentAsin', weight: 1, read: ({ document }) => asinIn(scriptString(document, 'currentAsin')) },
  attribute('#ASIN', 'value', 1),
  attribute('#averageCustomerReviews', 'data-asin', 0.5),
  { name: 'link[rel="canonical"]', weight: 0.5, read: (view) => asinOfUrl(canonical(view)) },
  { name: 'meta[property="og:url"]', weight: 0.25, read: (view) => asinOfUrl(openGraphUrl(view)) },
];

function attribute(selector: string, name: string, weight: number): Rule<Asin> & { readonly weight: number } {
  return { name: selector, weight, read: ({ document }) => asinIn(attributeOf(document.all(selector)[0], name)) };
}

function canonical({ document }: PageView): string {
  return attributeOf(document.all('link[rel="canonical"]')[0], 'href');
}

function openGraphUrl({ document }: PageView): string {
  return attributeOf(document.all('meta[property="og:url"]')[0], 'content');
}

/** Reads the ASIN from the path of a product page; any ten characters would also match words and ISBN-13s. */
function asinOfUrl(url: string): Asin | undefined {
  return asinIn(/\/(?:dp|gp\/product|gp\/aw\/d)\/([A-Z0-9]{10})(?![A-Z0-9])/.exec(url)?.[1]);
}

function asinIn(value: unknown): Asin | undefined {
  return typeof value === 'string' ? parseAsin(value) : undefined;
}

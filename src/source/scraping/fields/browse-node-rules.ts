import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import type { NamedNode, ProductBrowseNode } from '../../../product/browse-node.ts';
import type { Product } from '../../../product/product.ts';
import { canonicalNumber, localNumbers } from '../../../product/local-number.ts';
import type { PageView } from '../page/rule.ts';
import { attributeOf, textOf } from '../page/text.ts';

/**
 * Reads the categories from the breadcrumb and from the ranks in the details, and the rank in the narrowest one of the
 * breadcrumb, which is `category`. The rank in the whole department is another number and is not read.
 */
export function readBrowseNodes(view: PageView): Pick<Product, 'browseNodes' | 'salesRank'> {
  const ranked = readRanks(view);
  const [narrowest, ...ancestors] = breadcrumb(view);
  const salesRank = ranked.find(({ id }) => id === narrowest?.id)?.salesRank;
  const rank = salesRank === undefined ? {} : { salesRank };
  const placed: readonly ProductBrowseNode[] = narrowest === undefined ? [] : [{ ...narrowest, ancestors, ...rank }];
  const others = ranked.filter(({ id }, index) => {
    return id !== narrowest?.id && ranked.findIndex((one) => one.id === id) === index;
  });
  const nodes = [...placed, ...others];
  return { ...(nodes.length > 0 && { browseNodes: nodes }), ...rank };
}

/** From the narrowest category to the department; empty unless every step names its category. */
function breadcrumb({ document }: PageView): readonly NamedNode[] {
  for (const box of breadcrumbs) {
    const links = document.all(`${box} a:not(#breadcrumb-back-link)`);
    const nodes = links.map((link) => named(/[?&]node=(\d{1,19})(?!\d)/, link));
    const known = nodes.filter((node) => node !== undefined);
    const distinct = new Set(known.map(({ id }) => id)).size === links.length;
    if (links.length > 0 && distinct) return known.toReversed();
  }
  return [];
}

const breadcrumbs = ['#wayfinding-breadcrumbs_feature_div', '#wayfinding-breadcrumbs_container'];

type RankedNode = NamedNode & { readonly salesRank: number };

/** The ranks in categories. The link of a rank in a whole department names no category. */
function readRanks(view: PageView): readonly RankedNode[] {
  const links = detailBoxes.flatMap((box) => view.document.all(`${box} a[href*="/gp/bestsellers/"]`));
  return [...new Set(links)].flatMap((link) => {
    const isStep = nextLink(link) !== undefined;
    if (isStep || /zg_b_bs/.test(link.attribs['href'] ?? '')) return [];
    const node = named(/\/gp\/bestsellers\/[^/?]+\/(\d{1,19})(?!\d)/, link);
    const salesRank = rankBefore(link);
    return node === undefined || salesRank === undefined ? [] : [{ ...node, salesRank }];
  });
}

/** Where the details of a product are; carousels elsewhere link to the best sellers of other products. */
const detailBoxes = [
  '#detailBulletsWrapper_feature_div',
  '#detailBullets_feature_div',
  '#prodDetails',
  '#productDetails_feature_div',
  '#detail-bullets',
  '#detail-bullets_feature_div',
  '#SalesRank',
];

/** `Toys > Baby Toys`: only the last step of a ladder is ranked. */
function nextLink(link: Element): Element | undefined {
  for (let next = link.next; next !== null; next = next.next) {
    if (isTag(next))
      return next.name === 'a' || next.children.some((child) => isTag(child) && child.name === 'a') ? next : undefined;
    if (isText(next) && /[^\s>›»]/.test(next.data)) return undefined;
  }
  return undefined;
}

/** `#1,631 in`, `Nr. 12 in`, `nº227 en`: the number that begins the text around the link. */
function rankBefore(link: Element): number | undefined {
  let inner: AnyNode = link;
  for (let holder = link.parent; holder !== null && isTag(holder); holder = holder.parent) {
    const before = textBefore(inner, holder);
    inner = holder;
    if (!/\p{N}/u.test(before) && !boundary.has(holder.name)) continue;
    const number = /^\D{0,12}\d/.test(before) ? localNumbers(before)[0] : undefined;
    const rank = Number(number === undefined ? Number.NaN : canonicalNumber(number, { exponent: 0 }));
    return Number.isSafeInteger(rank) && rank >= 1 && rank < 1_000_000_000 ? rank : undefined;
  }
  return undefined;
}

const boundary = new Set(['li', 'td', 'tr']);

/** The text of `holder` before its child `inner`, without a label in bold. */
function textBefore(inner: AnyNode, holder: Element): string {
  const before = holder.children.slice(
    0,
    holder.children.findIndex((child) => child === inner),
  );
  const words = before.filter((node) => !isTag(node) || !isLabel(node)).map((node) => textOf(node));
  return words.join(' ').trim();
}

function isLabel({ name, attribs }: Element): boolean {
  return name === 'b' || name === 'a' || /a-text-bold/.test(attribs['class'] ?? '');
}

function named(id: RegExp, link: Element): NamedNode | undefined {
  const found = id.exec(attributeOf(link, 'href'))?.[1];
  const name = textOf(link);
  return found === undefined || name === '' || name.length > 200 ? undefined : { id: found, name };
}

import { isTag, type Element } from 'domhandler';
import type { PageView } from '../page/rule.ts';
import { textOf, visibleTextOf } from '../page/text.ts';

/** One line of the tables and lists that describe a product, e.g. `ISBN-13 : 978-1107152380`. */
export type Fact = { readonly label: string; readonly value: string };

/**
 * Reads all lines, in the order of the boxes below; the same line may be in several of them. Lines with ranks or stars are
 * left out: other rules read them.
 */
export function readFacts({ document }: PageView): readonly Fact[] {
  const isFact = (line: Element) => document.within(line, ranksOrStars).length === 0;
  const rows = tableBoxes
    .flatMap((box) => document.all(`${box} tr`))
    .filter(isFact)
    .map(factOfRow);
  const items = listBoxes
    .flatMap((box) => document.all(`${box} li`))
    .filter(isFact)
    .map((item) => factOfItem(item, document));
  const tiles = document
    .all('#richProductInformation_feature_div .rpi-attribute-content')
    .map((tile) => factOf(children(tile)));
  return [...rows, ...items, ...tiles].filter((fact) => fact !== undefined).slice(0, maxFacts);
}

const maxFacts = 300;
const ranksOrStars = 'a[href*="/gp/bestsellers/"], [class*="a-icon-star"]';
const tableBoxes = [
  '#productOverview_feature_div',
  '#prodDetails',
  '#technicalSpecifications_feature_div',
  '#audibleproductdetails_feature_div',
];
const listBoxes = [
  '#detailBullets_feature_div',
  '#detail-bullets_feature_div',
  '#detail-bullets',
  '#productDetailsTable',
];

function factOfRow(row: Element): Fact | undefined {
  return factOf(children(row).filter(({ name }) => name === 'th' || name === 'td'));
}

function factOf(cells: readonly Element[]): Fact | undefined {
  const [label, value, ...more] = cells;
  if (label === undefined || value === undefined || more.length > 0) return undefined;
  return fact(textOf(label), visibleTextOf(value));
}

/** `<b>Label:</b> value`. */
function factOfItem(item: Element, document: PageView['document']): Fact | undefined {
  const bold = document.within(item, '.a-text-bold, b')[0];
  const label = textOf(bold);
  const text = visibleTextOf(item);
  return label !== '' && text.startsWith(label) ? fact(label, text.slice(label.length)) : undefined;
}

function fact(labelled: string, text: string): Fact | undefined {
  const label = labelled.replace(/\s*[:：]\s*$/u, '').trim();
  const value = text.replace(/^\s*[:：]\s*/u, '').trim();
  const fits = label !== '' && label.length <= 100 && value.length <= 1_000;
  return fits && /[\p{L}\p{N}]/u.test(value) ? { label, value } : undefined;
}

function children(element: Element): readonly Element[] {
  return element.children.filter(isTag);
}

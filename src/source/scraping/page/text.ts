import { hasChildren, isTag, isText, type AnyNode, type Element } from 'domhandler';

const unread = new Set(['script', 'style', 'noscript', 'template', 'svg', 'select']);
/** No field is longer; a description that goes on costs nothing beyond this. */
const maxLength = 20_000;

/**
 * The text of an element, screen readers' included, without scripts and styles (several price and availability boxes
 * hold them); white space is collapsed, direction marks are dropped.
 */
export function textOf(node: AnyNode | undefined): string {
  return read(node, () => false);
}

/** As {@link textOf}, without what is inside the element but hidden from its reader. */
export function visibleTextOf(node: AnyNode | undefined): string {
  return read(node, isHidden);
}

/**
 * The sentence that starts in `element`: its visible words and the bare text after it, up to the next element that
 * shows anything. Neighbouring elements are other widgets, even inside the same box.
 */
export function sentenceFrom(element: Element): string {
  const words = [read(element, (inner) => isHidden(inner) || isWidget(inner))];
  for (let next = element.next; next !== null; next = next.next) {
    if (isText(next)) words.push(next.data);
    else if (isTag(next) && next.name !== 'br' && !isHidden(next) && textOf(next) !== '') break;
  }
  return clean(words.join(' '));
}

/** Whether the element itself is not displayed. */
export function isHidden({ attribs }: Element): boolean {
  return attribs['hidden'] !== undefined || /(?:^|\s)(?:aok|a)-hidden(?:\s|$)/.test(attribs['class'] ?? '');
}

/** Collapses white space of every kind to single spaces and drops the marks that Amazon puts around names. */
export function clean(text: string): string {
  return text
    .replace(/[\u200B\u200E\u200F\u061C\u2060\uFEFF]|[\u202A-\u202E]|[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** An attribute's text, cleaned; empty when absent. */
export function attributeOf(element: Element | undefined, name: string): string {
  return clean(element?.attribs[name] ?? '');
}

/** Whether the element or one above it, up to the page's root, satisfies `test`. */
export function isInside(element: Element, test: (ancestor: Element) => boolean): boolean {
  for (let node: AnyNode | null = element; node !== null; node = node.parent) {
    if (isTag(node) && test(node)) return true;
  }
  return false;
}

/** A block, a link or a button inside a sentence is no part of it. */
function isWidget({ name, attribs }: Element): boolean {
  return blocks.has(name) || name === 'a' || name === 'form' || /a-button/.test(attribs['class'] ?? '');
}

function read(node: AnyNode | undefined, skips: (inner: Element) => boolean): string {
  if (node === undefined) return '';
  const pieces: string[] = [];
  collect(node, pieces, { left: maxLength }, skips, true);
  return clean(pieces.join(''));
}

function collect(
  node: AnyNode,
  pieces: string[],
  budget: { left: number },
  skips: (inner: Element) => boolean,
  isRoot: boolean,
): void {
  if (budget.left <= 0) return;
  if (isText(node)) {
    pieces.push(node.data.slice(0, budget.left));
    budget.left -= node.data.length;
    return;
  }
  if (isTag(node)) {
    if (unread.has(node.name) || (!isRoot && skips(node))) return;
    if (node.name === 'br') pieces.push(' ');
  }
  if (!hasChildren(node)) return;
  const apart = isTag(node) && blocks.has(node.name);
  if (apart) pieces.push(' ');
  for (const child of node.children) collect(child, pieces, budget, skips, false);
  if (apart) pieces.push(' ');
}

const blocks = new Set([
  'div',
  'p',
  'li',
  'ul',
  'ol',
  'td',
  'th',
  'tr',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'dd',
  'dt',
]);

import { isTag, isText, hasChildren, type AnyNode, type Element } from 'domhandler';

const unread = new Set(['script', 'style', 'noscript', 'template', 'svg', 'select']);
/** No field is longer; a description that goes on costs nothing beyond this. */
const maxLength = 20_000;

/**
 * What a reader sees of an element: its text without scripts and styles (several price and availability boxes hold
 * them), white space collapsed, direction marks dropped.
 */
export function textOf(node: AnyNode | undefined): string {
  if (node === undefined) return '';
  const pieces: string[] = [];
  collect(node, pieces, { left: maxLength });
  return clean(pieces.join(''));
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

function collect(node: AnyNode, pieces: string[], budget: { left: number }): void {
  if (budget.left <= 0) return;
  if (isText(node)) {
    pieces.push(node.data.slice(0, budget.left));
    budget.left -= node.data.length;
    return;
  }
  if (isTag(node)) {
    if (unread.has(node.name)) return;
    if (node.name === 'br') pieces.push(' ');
  }
  if (!hasChildren(node)) return;
  const apart = isTag(node) && blocks.has(node.name);
  if (apart) pieces.push(' ');
  for (const child of node.children) collect(child, pieces, budget);
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

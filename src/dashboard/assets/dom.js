/**
 * The element with this id.
 *
 * @param {string} id
 * @throws {Error} when the page has none
 */
export function byId(id) {
  return present(document.getElementById(id), `#${id}`);
}

/**
 * The first element inside `parent` that matches the selector.
 *
 * @param {Element} parent
 * @param {string} selector
 * @throws {Error} when there is none
 */
export function inside(parent, selector) {
  return present(parent.querySelector(selector), selector);
}

/**
 * @template {Element} E
 * @param {E | null} element
 * @param {string} selector
 */
function present(element, selector) {
  if (element === null) throw new Error(`The page has no element ${selector}.`);
  return element;
}

/** @typedef {string | Node | undefined} Child */

/**
 * Creates an HTML element. Text is inserted as text, never as markup; `undefined` is skipped.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | undefined>} attributes
 * @param {...(Child | readonly Child[])} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.flat().filter((child) => child !== undefined));
  return element;
}

/**
 * Creates an SVG element.
 *
 * @param {keyof SVGElementTagNameMap} tag
 * @param {Record<string, string | number>} attributes
 */
export function draw(tag, attributes = {}) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * Sets a text only if it differs, so that screen readers and selections are not disturbed.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

import type { PageDocument } from './document.ts';

/** The scripts of a page with the key of their state. Their text is never shown, so it is read from the text nodes. */
function scripts(document: PageDocument): readonly { readonly stateKey: string; readonly text: string }[] {
  const known = cache.get(document);
  if (known !== undefined) return known;
  const all = document.all('script').map((element) => {
    const child = element.children[0];
    const text = child !== undefined && 'data' in child ? child.data : '';
    return { stateKey: stateKeyOf(element.attribs['data-a-state']), text };
  });
  cache.set(document, all);
  return all;
}

const cache = new WeakMap<PageDocument, readonly { stateKey: string; text: string }[]>();

/** The JSON of `<script type="a-state" data-a-state='{"key":"…"}'>`; `undefined` when absent or broken. */
export function pageState(document: PageDocument, key: string): unknown {
  const script = scripts(document).find(({ stateKey }) => stateKey === key);
  return script === undefined ? undefined : parseJson(script.text);
}

/** The text of the first script that contains `marker`. */
export function scriptWith(document: PageDocument, marker: string): string | undefined {
  return scripts(document).find(({ text }) => text.includes(marker))?.text;
}

/**
 * The string value of `'key' : "value"` in page scripts, which are JavaScript and not JSON: any quotes, any spacing.
 */
export function scriptString(document: PageDocument, key: string): string | undefined {
  const assigned = new RegExp(String.raw`["']${key}["']\s*:\s*["']([^"'\\]{1,200})["']`);
  for (const { text } of scripts(document)) {
    const at = text.indexOf(key);
    const value = at === -1 ? undefined : assigned.exec(text)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * The JSON array or object that starts at the first bracket after `marker`, cut out of a script by counting brackets
 * outside strings; `undefined` when it does not close or is no JSON.
 */
export function embeddedJson(text: string, marker: RegExp): unknown {
  const match = marker.exec(text);
  if (match === null) return undefined;
  const offset = text.slice(match.index + match[0].length).search(/[[{]/);
  if (offset === -1) return undefined;
  const start = match.index + match[0].length + offset;
  const end = closing(text, start);
  return end === undefined ? undefined : parseJson(text.slice(start, end));
}

/** Parsed JSON, or `undefined`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A property of a value of unknown type; `undefined` when it has none. */
export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function stateKeyOf(attribute: string | undefined): string {
  if (attribute === undefined) return '';
  const key = property(parseJson(attribute), 'key');
  return typeof key === 'string' ? key : '';
}

/** Finds the closing bracket in one pass, so that a script of nothing but quotes costs no more than any other. */
function closing(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

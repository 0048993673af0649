import { load } from 'cheerio/slim';
import { isTag, type AnyNode, type Element } from 'domhandler';
import { DomHandler, Parser } from 'htmlparser2';
import { SourceError } from '../../source-error.ts';
import { decoderFor } from './charset.ts';
import type { YieldToEventLoop } from './yield-to-event-loop.ts';

/** A parsed page that is queried with CSS selectors. */
export type PageDocument = {
  /** Size of the body as it was received. */
  readonly bytes: number;
  /** Whether the page is complete: it holds the end tag of `html`. */
  readonly hasEnd: boolean;
  /** Names of the custom elements on the page, e.g. `music-link`. */
  readonly customElements: ReadonlySet<string>;
  /**
   * Elements matching `selector`, in document order.
   *
   * A selector that begins with an id, one of the indexed attributes or a rare tag is answered from an index; any
   * other one walks the whole page (about a millisecond per megabyte).
   */
  all(selector: string): readonly Element[];
  /** Elements below `element` that match `selector`, in document order. */
  within(element: Element, selector: string): readonly Element[];
  /** Elements whose id matches, grouped by id. */
  withId(pattern: RegExp): readonly Element[];
  /** Whether a comment contains `words`, given in lower case. */
  hasComment(words: string): boolean;
};

/** Real pages nest less than 100 deep; each level costs the parser and every recursive walk something. */
const maxDepth = 1_000;
/** The largest saved page (3.1 MB) has about 30,000 elements. */
const maxElements = 300_000;
const sliceBytes = 64 * 1024;

/**
 * Parses a page in slices and lets the event loop run between them.
 *
 * @throws {SourceError} MALFORMED when it is nested deeper, or has more elements, than any page of Amazon's
 */
export async function parseDocument(
  body: Buffer,
  contentType: string | undefined,
  yieldToEventLoop: YieldToEventLoop,
): Promise<PageDocument> {
  const decoder = decoderFor(body, contentType);
  const handler = new IndexingHandler();
  const parser = new Parser(handler);
  for (let start = 0; start < body.length; start += sliceBytes) {
    parser.write(decoder.decode(body.subarray(start, start + sliceBytes), { stream: true }));
    await yieldToEventLoop();
  }
  parser.end(decoder.decode());
  return documentOf(handler, body);
}

function documentOf({ root, index, comments, customElements }: IndexingHandler, body: Buffer): PageDocument {
  const $ = load(root);
  const tags = (nodes: readonly AnyNode[]) => nodes.filter(isTag);
  const ids = [...index].flatMap(([key, list]) => (key.startsWith('#') ? [[key.slice(1), list] as const] : []));
  return {
    bytes: body.length,
    hasEnd: body.includes('</html') || body.includes('</HTML'),
    customElements,
    all(selector) {
      const lead = indexed.exec(selector)?.[0];
      if (lead === undefined) return tags($(selector).toArray());
      const [compound, below] = splitCompound(selector.slice(lead.length));
      let roots = index.get(lead) ?? [];
      if (compound !== '') roots = tags($(roots).filter(`*${compound}`).toArray());
      return below === '' || roots.length === 0 ? roots : tags($(roots).find(below).toArray());
    },
    within: (element, selector) => tags($(element).find(selector).toArray()),
    withId: (pattern) => ids.filter(([id]) => pattern.test(id)).flatMap(([, list]) => list),
    hasComment: (words) => comments.some((comment) => comment.toLowerCase().includes(words)),
  };
}

const indexed =
  /^(?:#[\w-]+|\[data-(?:hook|component-type)="[^"]+"\]|\[data-csa-c-buying-option-type\]|(?:html|title|link|form|meta|script)(?![\w-]))/;
const indexedTags = new Set(['html', 'title', 'link', 'form', 'meta', 'script']);
const buyingOption = 'data-csa-c-buying-option-type';

/** `[title] > span` → `[title]` and `> span`. */
function splitCompound(rest: string): readonly [string, string] {
  const end = rest.search(/[\s>]/);
  return end === -1 ? [rest, ''] : [rest.slice(0, end), rest.slice(end).trim()];
}

/** Every attribute that a rule reads or selects by; a rule that needs another one adds it here. */
const kept = new Set(
  (
    'id class name value title href src alt lang hidden action content property rel aria-label data-hook ' +
    'data-component-type data-asin data-cy data-a-state data-a-strike data-old-hires data-a-dynamic-image ' +
    'data-midres-replacement data-a-hires data-csa-c-asin data-csa-c-slot-id data-csa-c-buying-option-type'
  ).split(' '),
);
const none: Record<string, string> = Object.freeze({});
const invisible = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/**
 * Keeps only the attributes that rules read. The others are half of a page's memory, and what survives while a page
 * is parsed is what the garbage collector stops the event loop for. Of `style` only invisibility is kept, as `hidden`.
 */
function slim(attribs: Readonly<Record<string, string>>): Record<string, string> {
  let slimmed: Record<string, string> | undefined;
  for (const name in attribs) {
    if (kept.has(name)) (slimmed ??= {})[name] = attribs[name] ?? '';
    else if (name === 'style' && invisible.test(attribs[name] ?? '')) (slimmed ??= {})['hidden'] = '';
  }
  return slimmed ?? none;
}

const blank = /^\s*$/;
const structural = new Set(['div', 'ul', 'ol', 'li', 'table', 'tbody', 'thead', 'tr', 'td', 'body', 'head', 'form']);

/** Builds the tree and, while parsing, the lists of elements that most rules start from. */
class IndexingHandler extends DomHandler {
  readonly index = new Map<string, Element[]>();
  readonly comments: string[] = [];
  readonly customElements = new Set<string>();
  #elements = 0;

  override onopentag(name: string, attribs: Record<string, string>): void {
    super.onopentag(name, slim(attribs));
    this.#elements += 1;
    if (this.tagStack.length > maxDepth) throw new SourceError('MALFORMED', 'the page is nested too deep');
    if (this.#elements > maxElements) throw new SourceError('MALFORMED', 'the page has too many elements');
    const element = this.tagStack.at(-1);
    if (element === undefined || !isTag(element)) return;
    if (attribs['id'] !== undefined) this.#add(`#${attribs['id']}`, element);
    const hook = attribs['data-hook'];
    if (hook !== undefined) this.#add(`[data-hook="${hook}"]`, element);
    const component = attribs['data-component-type'];
    if (component !== undefined) this.#add(`[data-component-type="${component}"]`, element);
    if (attribs[buyingOption] !== undefined) this.#add(`[${buyingOption}]`, element);
    if (indexedTags.has(name)) this.#add(name, element);
    else if (name.includes('-') && this.customElements.size < 100) this.customElements.add(name);
  }

  /** Comments are kept apart from the tree, where no rule would look for them. */
  override oncomment(data: string): void {
    if (this.comments.length < 200) this.comments.push(data.slice(0, 2_000));
  }

  override oncommentend(): void {}

  /** Two fifths of a page's nodes are the line breaks between its tags, and a third of its bytes are styles. */
  override ontext(data: string): void {
    const parent = this.tagStack.at(-1);
    if (parent === undefined || !isTag(parent)) return;
    if (parent.name === 'style') return;
    if (structural.has(parent.name) && blank.test(data)) {
      const last = parent.children.at(-1);
      if (last === undefined || (isTag(last) && structural.has(last.name))) return;
    }
    super.ontext(data);
  }

  #add(key: string, element: Element): void {
    const list = this.index.get(key);
    if (list === undefined) this.index.set(key, [element]);
    else list.push(element);
  }
}

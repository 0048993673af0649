/** Text that is HTML already. */
export type Html = { readonly markup: string };

/** A value of a template: plain text is escaped, a list is joined, `undefined` is left out. */
export type Part = Html | readonly Html[] | string | number | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template of HTML, for values in text and in quoted attributes. */
export function html(texts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: texts.map((text, index) => text + markupOf(values[index])).join('') };
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
  return String(part).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

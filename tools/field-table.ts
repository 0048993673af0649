import { readFileSync } from 'node:fs';
import type { SourceDeclaration } from '../src/source/definition.ts';
import type { ProvidedField } from '../src/source/provided-field.ts';

/** Every field that a source may provide, in the order of the table, and what a reader should know of it. */
const fields: Readonly<Record<ProvidedField, string>> = {
  title: '',
  brand: '',
  features: '',
  images: '',
  price: '',
  priceAccess: 'pages: where “Add to Cart” submits a higher price than the one on display',
  listPrice: '',
  listPriceKind: '',
  unitPrice: '',
  deal: '',
  priceStatus: '',
  availability: '',
  availabilityMessage: '',
  rating: 'associates APIs: for few accounts',
  reviewCount: 'associates APIs: for few accounts',
  parentAsin: '',
  category: '',
  browseNodes: '',
  salesRank: '',
  seller: '',
  condition: '',
  offers: '',
  identifiers: '',
  contributors: '',
  'details.binding': '',
  'details.manufacturer': '',
  'details.publisher': 'of books',
  'details.edition': '',
  'details.pages': '',
  'details.releaseDate': '',
  'details.publicationDate': '',
  'details.languages': '',
  'details.color': '',
  'details.size': '',
  'details.unitCount': '',
  'details.isAdult': '',
  'details.dimensions': '',
  'details.specifications': '',
  variationAttributes: '',
  textLanguage: 'the field `language` of the schema',
};

/** The table of `docs/schema.md`: which source provides which field, as the sources declare it. */
export function fieldTable(sources: readonly SourceDeclaration[]): string {
  const head = ['field', ...sources.map(({ label }) => label), 'note'];
  const rows = Object.entries(fields).map(([field, note]) => [
    `\`${field}\``,
    ...sources.map(({ provides }) => (provides.some((name) => name === field) ? '✓' : '-')),
    note,
  ]);
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

/** The page with the table between its marks renewed. */
export function withFieldTable(page: URL, sources: readonly SourceDeclaration[]): string {
  const marks = /(<!-- fields -->\n\n)[\s\S]*?(\n\n<!-- \/fields -->)/;
  const text = readFileSync(page, 'utf8');
  if (!marks.test(text)) throw new Error(`${page.pathname} has no marks for the table of fields`);
  return text.replace(marks, (_, from: string, to: string) => from + fieldTable(sources) + to);
}

import { ListFault } from '../list-fault.ts';
import { namesProduct, readMarketplaceCell } from './cell.ts';

/** The columns of a list. */
export type Columns = {
  /** The names of all columns; `column_1` and so on where the list has none. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** Which column names the products, and why: for people. */
  readonly product: number;
  readonly reason: 'named by --column' | 'by its name' | 'by its content';
  /** The column that names the marketplace of each row. */
  readonly marketplace: number | undefined;
  /** What a person should know: a column that is named like one of marketplaces, but has other cells. */
  readonly warning: string | undefined;
};

/** What the options say about columns. */
export type ColumnOptions = {
  readonly column?: string;
  readonly marketplaceColumn?: string;
  /** `false` if the first row is no header. */
  readonly header?: boolean;
};

type Rows = readonly (readonly string[])[];
type Candidate = { readonly index: number; readonly name: string; readonly share: number };

const lookedFor = 'asin, link, url, isbn, ean, upc, gtin or product';
const productWords = /^(?:asins?|links?|urls?|isbn(?:10|13)?|ean(?:13|8)?|upca?|gtin(?:8|12|13|14)?|products?)$/;
const marketplaceNames = new Set(
  'marketplace amazon marketplace|marketplace|market|country|country code|site|amazon site|store|domain|amazon domain'.split(
    '|',
  ),
);
/** A column holds products if at least this share of its cells does. */
const leastShare = 0.5;
const fewCells = 60;

/** Chooses the columns. @param width the number of cells of the longest row @throws {ListFault} if none or several could be meant */
export function chooseColumns(sample: Rows, width: number, options: ColumnOptions = {}): Columns {
  const [first = []] = sample;
  const hasHeader = options.header !== false && isHeader(first);
  const rows = hasHeader ? sample.slice(1) : sample;
  const names = Array.from({ length: Math.max(width, first.length) }, (_, index) => {
    const name = hasHeader ? (first[index] ?? '').trim() : '';
    return name === '' ? `column_${index + 1}` : name;
  });
  const chosen =
    options.column === undefined
      ? findProduct(names, rows)
      : named(options.column, '--column', names, 'named by --column');
  return { names, hasHeader, ...chosen, ...chooseMarketplace(names, rows, options.marketplaceColumn) };
}

/** Whether a row has names of columns: known ones, or words without digits. A row with a product or another link is none. */
function isHeader(row: readonly string[]): boolean {
  if (row.some((cell) => namesProduct(cell) || cell.includes('://'))) return false;
  const isWord = (cell: string) => /\p{L}/u.test(cell) && !/\p{N}/u.test(cell);
  return row.some((cell) => isWord(cell) || isProductName(cell) || isMarketplaceName(cell));
}

type Chosen = Pick<Columns, 'product' | 'reason'>;

function named(wanted: string, option: string, names: readonly string[], reason: Columns['reason']): Chosen {
  const same = names.findIndex((name) => name.toLowerCase() === wanted.trim().toLowerCase());
  const number = /^\d+$/.test(wanted) ? Number(wanted) - 1 : -1;
  const product = same === -1 && number < names.length ? number : same;
  if (product < 0) throw new ListFault(`${option} ${wanted}: there is no such column. The list has ${listed(names)}.`);
  return { product, reason };
}

function findProduct(names: readonly string[], rows: Rows): Chosen {
  const all = names.map((name, index) => ({ index, name, share: shareOf(rows, index, namesProduct) }));
  const byName = all.filter(({ name }) => isProductName(name));
  const filled = byName.filter(({ share }) => share >= leastShare);
  const byContent = all.filter(({ share }) => share >= leastShare);
  if (filled.length > 0) return { product: only(filled).index, reason: 'by its name' };
  if (byContent.length > 0) return { product: only(byContent).index, reason: 'by its content' };
  if (byName.length > 0) return { product: only(byName).index, reason: 'by its name' };
  throw new ListFault(
    `No column of the list names products. Looked for a column called ${lookedFor}, or one with ASINs, links to products, ISBNs, EANs or UPCs; seen: ${seen(names, rows)}. Name it with --column.`,
  );
}

function only(candidates: readonly Candidate[]): Candidate {
  const [one] = candidates;
  if (one !== undefined && candidates.length === 1) return one;
  const names = listed(candidates.map(({ name }) => name));
  throw new ListFault(`${candidates.length} columns could name the products: ${names}. Choose one with --column.`);
}

function chooseMarketplace(
  names: readonly string[],
  rows: Rows,
  wanted: string | undefined,
): Pick<Columns, 'marketplace' | 'warning'> {
  if (wanted === '') return { marketplace: undefined, warning: undefined };
  if (wanted !== undefined) {
    return { marketplace: named(wanted, '--marketplace-column', names, 'by its name').product, warning: undefined };
  }
  const byName = [...names.keys()].filter((index) => isMarketplaceName(names[index] ?? ''));
  const marketplace = byName.find((index) => shareOf(rows, index, isMarketplace) >= leastShare);
  const [warning] =
    marketplace === undefined ? byName.flatMap((index) => ignoredText(names[index] ?? '', filled(rows, index))) : [];
  return { marketplace, warning };
}

/** Says that a column is not used, unless it is empty. */
function ignoredText(name: string, cells: readonly string[]): readonly string[] {
  const example = cells.find((cell) => !isMarketplace(cell));
  if (example === undefined) return [];
  return [`Column "${cut(name)}" is ignored: most of its cells, such as "${cut(example)}", name no marketplace.`];
}

function isMarketplaceName(name: string): boolean {
  return marketplaceNames.has(wordsOf(name).join(' '));
}

function isMarketplace(cell: string): boolean {
  return readMarketplaceCell(cell) !== undefined;
}

/** Whether the name of a column says that it names products. A seller's own number (SKU) is none of Amazon's. */
function isProductName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => productWords.test(word)) && !words.includes('sku');
}

/** `productUrl` and `Product URL` are the words product and url. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The share of a column's filled cells that pass. */
function shareOf(rows: Rows, column: number, passes: (cell: string) => boolean): number {
  const cells = filled(rows, column);
  return cells.filter(passes).length / Math.max(1, cells.length);
}

function filled(rows: Rows, column: number): readonly string[] {
  return rows.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
}

function seen(names: readonly string[], rows: Rows): string {
  const [first = []] = rows;
  return names
    .slice(0, 20)
    .map((name, index) => `${name} (${cut(first[index] ?? '')})`)
    .join(', ');
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${cut(name)}"`).join(', ');
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > fewCells ? `${line.slice(0, fewCells)}…` : line === '' ? 'empty' : line;
}

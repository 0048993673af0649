import { readGtin } from '../../product/gtin.ts';
import { isMarketplaceCode, marketplaceCodes, marketplaces, type MarketplaceCode } from '../../product/marketplace.ts';
import { readProductLink } from '../../product/product-link.ts';

/** The most characters that the gateway reads of an input; a longer one is refused by it, whatever follows. */
const longest = 2_000;

/**
 * Whether a cell looks like what `lookup` takes: an ASIN, a link to a marketplace, an ISBN, an EAN or a UPC. An ASIN without
 * a digit does not count, because it may be a word.
 */
export function namesProduct(cell: string): boolean {
  const text = cell.trim();
  if (text === '' || text.length > longest) return false;
  if (/^[A-Z0-9]{10}$/i.test(text) && /\d/.test(text)) return true;
  const link = readProductLink(text);
  if (link !== undefined) return link.kind === 'product' || link.kind === 'short';
  return readGtin(text) !== undefined;
}

/** What a cell asks the gateway for. A cell of ten megabytes is cut, so that the gateway can say that it is too long. */
export function inputOf(cell: string): string {
  return cell.slice(0, longest + 1);
}

/** The marketplace that a cell names: `IN`, `uk`, `GB`, `amazon.de`, `https://www.amazon.com/`. */
export function readMarketplaceCell(cell: string): MarketplaceCode | undefined {
  const text = cell.trim();
  const code = text.toUpperCase() === 'GB' ? 'UK' : text.toUpperCase();
  if (isMarketplaceCode(code)) return code;
  const host = text
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/.*$/, '');
  return marketplaceCodes.find((one) => marketplaces[one].domain === host);
}

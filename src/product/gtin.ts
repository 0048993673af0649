import { parseAsin, type Asin } from './asin.ts';

/** A Global Trade Item Number whose check digit is right. */
export type Gtin = {
  readonly kind: 'EAN' | 'UPC' | 'ISBN';
  /** Digits as they are printed on the product, without spaces and hyphens. An ISBN-10 may end with X. */
  readonly text: string;
};

/** What a text is that looks like a number of a product: the number, or what is wrong with it. */
export type GtinReading = Gtin | { readonly kind: 'wrong-check-digit'; readonly name: string };

/**
 * Reads an EAN-8, EAN-13, UPC-A, GTIN-14, ISBN-10 or ISBN-13, with or without spaces and hyphens. `undefined` if the text
 * has another form. A GTIN-14 of a single item is the same item's EAN-13; that of a case is not, so it has no reading.
 *
 * Source of the check digits: GS1 General Specifications, section 7.9; ISBN Users' Manual.
 */
export function readGtin(text: string): GtinReading | undefined {
  const plain = text.replaceAll(/[\s-]/g, '').toUpperCase();
  if (/^\d{9}[\dX]$/.test(plain)) {
    return isbn10CheckDigit(plain.slice(0, 9)) === plain[9] ? { kind: 'ISBN', text: plain } : wrong('ISBN-10');
  }
  if (!/^(?:\d{8}|\d{12,14})$/.test(plain)) return undefined;
  const name = plain.length === 12 ? 'UPC' : isBookNumber(plain) ? 'ISBN-13' : plain.length === 14 ? 'GTIN-14' : 'EAN';
  if (checkDigit(plain.slice(0, -1)) !== plain.at(-1)) return wrong(name);
  if (plain.length === 14) return plain.startsWith('0') ? readGtin(plain.slice(1)) : undefined;
  if (plain.length === 12) return { kind: 'UPC', text: plain };
  return { kind: isBookNumber(plain) ? 'ISBN' : 'EAN', text: plain };
}

/**
 * The ASIN of a book. For printed books Amazon uses the ISBN-10. `undefined` for an ISBN-13 that has no ISBN-10 (979…).
 */
export function asinOfIsbn(isbn: string): Asin | undefined {
  if (isbn.length === 10) return parseAsin(isbn);
  if (!isbn.startsWith('978')) return undefined;
  const body = isbn.slice(3, 12);
  return parseAsin(`${body}${isbn10CheckDigit(body)}`);
}

/**
 * The number as EAN-13, the same for every form of one item's number: a UPC and an EAN-8 get leading zeros, a GTIN-14 loses
 * its first one, and an ISBN-10 is the EAN-13 with 978.
 */
export function ean13(text: string): string {
  if (text.length === 14 && text.startsWith('0')) return text.slice(1);
  if (text.length !== 10) return text.padStart(13, '0');
  const body = `978${text.slice(0, 9)}`;
  return `${body}${checkDigit(body)}`;
}

function isBookNumber(digits: string): boolean {
  // 979-0 is sheet music.
  return digits.length === 13 && /^97(?:8|9[1-9])/.test(digits);
}

function wrong(name: string): GtinReading {
  return { kind: 'wrong-check-digit', name };
}

/** From the right, digits count three and one times in turn. */
function checkDigit(digits: string): string {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 1 : 3), 0);
  return String((10 - (sum % 10)) % 10);
}

function isbn10CheckDigit(digits: string): string {
  const sum = digits.split('').reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? 'X' : String(rest);
}

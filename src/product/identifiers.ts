import type { Identifiers } from './details.ts';
import { readGtin } from './gtin.ts';

/** The standard numbers of a product as a source lists them, which may be misread or misplaced. */
export type StatedIdentifiers = {
  readonly eans?: readonly string[];
  readonly upcs?: readonly string[];
  readonly isbns?: readonly string[];
};

/** The stated numbers without spaces and hyphens, each once, and only those with the right length and check digit. */
export function checkedIdentifiers({
  eans,
  upcs,
  isbns,
}: StatedIdentifiers): Omit<Identifiers, 'model' | 'partNumber'> {
  return {
    ...listed('eans', eans, (number) => number.length !== 12 && isGtin(number)),
    ...listed('upcs', upcs, (number) => number.length === 12 && isGtin(number)),
    ...listed('isbns', isbns, isIsbn),
  };
}

/** Whether the text is 8, 12 or 13 digits of which the last one is the right check digit. */
export function isGtin(text: string): boolean {
  const kind = /^(?:\d{8}|\d{12,13})$/.test(text) ? readGtin(text)?.kind : undefined;
  return kind !== undefined && kind !== 'wrong-check-digit';
}

/** Whether the text is an ISBN-10 or an ISBN-13 with the right check digit. */
export function isIsbn(text: string): boolean {
  return readGtin(text)?.kind === 'ISBN';
}

function listed(
  name: keyof StatedIdentifiers,
  stated: readonly string[] | undefined,
  isRight: (number: string) => boolean,
): StatedIdentifiers {
  const numbers = (stated ?? []).map((number) => number.replaceAll(/[\s-]/g, '').toUpperCase()).filter(isRight);
  return numbers.length === 0 ? {} : { [name]: [...new Set(numbers)] };
}

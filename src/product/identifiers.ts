import type { Identifiers } from './details.ts';

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

/** Whether the text is 8, 12 or 13 digits of which the last one is the right check digit. Source: GS1. */
export function isGtin(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,13})$/.test(text)) return false;
  const sum = [...text]
    .toReversed()
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Whether the text is an ISBN-10 or an ISBN-13 with the right check digit. */
export function isIsbn(text: string): boolean {
  if (/^97[89]\d{10}$/.test(text)) return isGtin(text);
  if (!/^\d{9}[\dX]$/.test(text)) return false;
  const sum = [...text].reduce((total, digit, at) => total + (digit === 'X' ? 10 : Number(digit)) * (10 - at), 0);
  return sum % 11 === 0;
}

function listed(
  name: keyof StatedIdentifiers,
  stated: readonly string[] | undefined,
  isRight: (number: string) => boolean,
): StatedIdentifiers {
  const numbers = (stated ?? []).map((number) => number.replaceAll(/[\s-]/g, '').toUpperCase()).filter(isRight);
  return numbers.length === 0 ? {} : { [name]: [...new Set(numbers)] };
}

/** Options of reading a number. */
export type NumberShape = {
  /** Decimals of the unit: 2 for INR, 0 for JPY and for counts, 3 for KWD. Two when absent. */
  readonly exponent?: number;
};

/** Every number of `text` as it is written there, in ASCII digits and marks. */
export function localNumbers(text: string): readonly string[] {
  return asciiNumerals(text.slice(0, scanLimit)).match(written) ?? [];
}

/**
 * Canonical decimal text of one number out of {@link localNumbers}, as people write it in any country:
 * `1,08,999.00` → `108999.00`, `1.013,76` → `1013.76`, `6 306` → `6306`. `undefined` when its separators make no sense.
 *
 * A final mark followed by one or two digits starts the decimals; every other mark is grouping. This one rule reads
 * every number on pages saved from eleven marketplaces, in the marketplace's own language and in its English interface
 * (which writes `€431.55` where the German one writes `431,55 €`), so the marketplace alone does not determine the
 * format.
 */
export function canonicalNumber(number: string, shape: NumberShape = {}): string | undefined {
  const match = parts.exec(number.replace(grouping, '_'));
  if (match === null) return undefined;
  const [, whole = '', mark, tail = ''] = match;
  if (mark === undefined) return whole;
  const groups = whole.split(/[._,]/);
  if (isDecimal(mark, tail, groups, shape)) {
    // `1.234.56` has its decimal mark in the middle of a number: a date, a version, but no amount.
    if (groups.length > 1 && whole.includes(mark)) return undefined;
    return isGrouped(groups) ? `${groups.join('')}.${tail}` : undefined;
  }
  const all = [...groups, tail];
  return isGrouped(all) ? all.join('') : undefined;
}

/** `text` with Arabic-Indic, Persian, Devanagari and full-width digits and their marks replaced by ASCII ones. */
export function asciiNumerals(text: string): string {
  return text.replace(foreign, (character) => {
    const mark = marks.get(character);
    if (mark !== undefined) return mark;
    const code = character.charCodeAt(0);
    const zero = zeros.find((start) => code >= start && code < start + 10);
    return zero === undefined ? character : String(code - zero);
  });
}

/** Later numbers of a text are never needed; the limit bounds the cost on a hostile page. */
const scanLimit = 2_000;

/** Spaces group only before exactly three digits, so that `2 500 g` and `3 2` do not run together. */
const written = /\d+(?:[.,'’]\d+|[ \u00A0\u2007\u2009\u202F]\d{3}(?!\d))*/g;
const grouping = /['’ \u00A0\u2007\u2009\u202F]/g;
const parts = /^(\d+(?:[._,]\d+)*?)(?:([._,])(\d+))?$/;

const foreign = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19\u066B\u066C\uFF0C\uFF0E]/g;
const zeros = [0x0660, 0x06f0, 0x0966, 0xff10];
const marks = new Map([
  ['\u066B', '.'],
  ['\u066C', ','],
  ['\uFF0C', ','],
  ['\uFF0E', '.'],
]);

function isDecimal(mark: string, tail: string, groups: readonly string[], shape: NumberShape): boolean {
  const { exponent = 2 } = shape;
  if (mark === '_') return false;
  if (exponent === 3 && tail.length === 3) return mark === '.' && groups.length <= 2;
  return tail.length <= 2;
}

/** `1,299` and `1,08,999`: groups of two or three, the last of three. */
function isGrouped(groups: readonly string[]): boolean {
  if (groups.length === 1) return true;
  const [first = '', ...rest] = groups;
  const last = rest.at(-1) ?? '';
  return first.length <= 3 && last.length === 3 && rest.every((group) => group.length === 2 || group.length === 3);
}

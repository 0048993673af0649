import { between, pickOne, seededRandom } from './random.ts';
import type { ProductKind } from './vocabulary.ts';

/** What is known of a product besides its offers; the same in every marketplace. */
export type SandboxFacts = {
  /** 13 digits with a right check digit, as are the others. */
  readonly ean: string;
  readonly upc?: string;
  readonly isbn10?: string;
  readonly model: string;
  readonly partNumber: string;
  /** Of a book. */
  readonly authors: readonly SandboxAuthor[];
  readonly pages?: number;
  readonly binding: string;
  /** In centimetres and kilograms. */
  readonly height: number;
  readonly length: number;
  readonly width: number;
  readonly weight: number;
  /** How many units of `unit` one item has; only of what is sold by weight or volume. */
  readonly units?: number;
  readonly unit?: string;
};

/** Who made a book. */
export type SandboxAuthor = { readonly name: string; readonly role: 'Author' | 'Translator' };

const people = ['Ira Vellanti', 'Tomas Brandvik', 'Keya Sarangi', 'Odile Marchetaux', 'Haruto Kisegawa'];
const byWeight = new Set(['GroceryAndGourmetFood', 'HealthPersonalCare', 'Beauty']);

/** Draws the facts of one product. */
export function drawFacts(asin: string, { category, department }: ProductKind): SandboxFacts {
  const random = seededRandom(`facts ${asin}`);
  const digits = (count: number) => Array.from({ length: count }, () => between(random, 0, 9)).join('');
  const size = () => between(random, 20, 600) / 10;
  const isBook = category === 'Books';
  const isbnStem = digits(9);
  const upc = withCheckDigit(`8${digits(10)}`);
  return {
    ...(isBook
      ? { ean: withCheckDigit(`978${isbnStem}`), isbn10: isbnStem + isbnCheckDigit(isbnStem) }
      : { ean: `0${upc}`, upc }),
    model: `${pickOne(random, ['TX', 'LM', 'QR', 'HV'])}-${digits(3)}`,
    partNumber: digits(6),
    authors: isBook ? drawAuthors(random) : [],
    ...(isBook && { pages: between(random, 96, 720) }),
    binding: isBook ? pickOne(random, ['Paperback', 'Hardcover']) : department,
    height: size(),
    length: size(),
    width: size(),
    weight: between(random, 5, 900) / 100,
    ...(byWeight.has(category) && { units: between(random, 2, 12), unit: '100 g' }),
  };
}

function drawAuthors(random: () => number): readonly SandboxAuthor[] {
  const author = { name: pickOne(random, people), role: 'Author' } as const;
  const translator = { name: pickOne(random, people), role: 'Translator' } as const;
  return random() < 0.3 && translator.name !== author.name ? [author, translator] : [author];
}

/** GS1: weights 3 and 1 alternate, and the last digit before the check digit has 3. */
function withCheckDigit(stem: string): string {
  let sum = 0;
  for (let at = 0; at < stem.length; at++) sum += Number(stem.at(-1 - at)) * (at % 2 === 0 ? 3 : 1);
  return `${stem}${(10 - (sum % 10)) % 10}`;
}

function isbnCheckDigit(stem: string): string {
  let sum = 0;
  for (let at = 0; at < 9; at++) sum += Number(stem[at]) * (10 - at);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

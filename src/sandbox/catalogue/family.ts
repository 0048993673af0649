import { everydayKinds } from './everyday-kinds.ts';
import { brands, colours, type ProductKind, productKinds, series } from './vocabulary.ts';
import { between, pickOne, seededRandom } from './random.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';

/** A product, or a product in several colours, before any marketplace puts a price on it. */
export type Family = {
  readonly kind: ProductKind;
  readonly brand: string;
  /** Without the colour. */
  readonly title: string;
  readonly dollars: number;
  readonly rating: number;
  readonly releasedOn: string;
  readonly marketplaces: readonly MarketplaceCode[];
  /** Sold in every marketplace and never out of stock, so that a newcomer's first searches have hits. */
  readonly everyday?: boolean;
  readonly parentAsin?: string;
  readonly members: readonly FamilyMember[];
};

/** One colour of a family. */
export type FamilyMember = { readonly asin: string; readonly colour: string; readonly imageIds: readonly string[] };

const familyCount = 280;
const variationEvery = 10;
/** Families of each everyday kind; every marketplace sells them all. */
const everydayFamilies = 6;
/** Categories whose products have no colour. */
const colourless: ReadonlySet<string> = new Set(['Books', 'GroceryAndGourmetFood', 'HealthPersonalCare']);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');

/** Percent of the families that each marketplace sells. */
const share: readonly (readonly [MarketplaceCode, number])[] = [
  ['IN', 56],
  ['US', 34],
  ['UK', 18],
  ['DE', 26],
  ['FR', 14],
  ['ES', 14],
  ['IT', 12],
  ['JP', 22],
];

/** All families: nine in ten are a single product, one in ten has three colours under a parent. */
export function drawFamilies(): readonly Family[] {
  const taken = new Set<string>();
  const mixed = Array.from({ length: familyCount }, (_, index) => drawFamily(index, taken));
  const everyday = everydayKinds.flatMap((kind, at) =>
    Array.from({ length: everydayFamilies }, (_, index) => {
      const family = drawFamily(familyCount + at * everydayFamilies + index, taken, kind);
      return { ...family, everyday: true, marketplaces: share.map(([code]) => code) };
    }),
  );
  return [...mixed, ...everyday];
}

function drawFamily(index: number, taken: Set<string>, only?: ProductKind): Family {
  const random = seededRandom(`family ${index}`);
  const kind = only ?? productKinds[index % productKinds.length] ?? pickOne(random, productKinds);
  const brand = pickOne(random, brands);
  const [line, variant] = [pickOne(random, series), pickOne(random, kind.variants)];
  const named = `${brand.replace('&', ' & ')} ${line} ${kind.noun} ${variant}`;
  const title = kind.category === 'Books' ? `${kind.noun}: ${variant}` : named;
  const isColourless = colourless.has(kind.category);
  const varies = index % variationEvery === 0 && !isColourless;
  const members = Array.from({ length: varies ? 3 : 1 }, (_, at) => ({
    asin: drawAsin(random, taken),
    colour: isColourless ? '' : (colours[(index + at) % colours.length] ?? 'Black'),
    imageIds: Array.from({ length: between(random, 1, 5) }, () => drawImageId(random)),
  }));
  return {
    kind,
    brand: brand.replace('&', ' & '),
    title,
    dollars: between(random, kind.dollars[0], kind.dollars[1]),
    rating: between(random, 28, 49) / 10,
    releasedOn: `20${between(random, 19, 25)}-${twoDigits(between(random, 1, 12))}-${twoDigits(between(random, 1, 28))}`,
    marketplaces: drawMarketplaces(random),
    ...(varies && { parentAsin: drawAsin(random, taken) }),
    members,
  };
}

function drawMarketplaces(random: () => number): readonly MarketplaceCode[] {
  const marketplaces = share.filter(([, percent]) => random() * 100 < percent).map(([code]) => code);
  return marketplaces.length === 0 ? ['IN'] : marketplaces;
}

function drawAsin(random: () => number, taken: Set<string>): string {
  for (;;) {
    const asin = `B0${drawText(random, 8)}`;
    if (taken.has(asin)) continue;
    taken.add(asin);
    return asin;
  }
}

function drawImageId(random: () => number): string {
  return `${between(random, 31, 91)}${drawText(random, 9)}`;
}

function drawText(random: () => number, length: number): string {
  return Array.from({ length }, () => pickOne(random, alphabet)).join('');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

import { drawFamilies, type Family } from './catalogue/family.ts';
import { drawPrices, drawState } from './catalogue/pricing.ts';
import { between, pickOne, seededRandom } from './catalogue/random.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { SandboxProduct, SandboxState } from './catalogue/product.ts';
import { type SandboxStore, sandboxStores } from './sandbox-marketplace.ts';

let drawn: ReadonlyMap<MarketplaceCode, ReadonlyMap<string, SandboxProduct>> | undefined;

/**
 * All invented products of a store (or of all stores, one entry for each store that sells it), the same in every run
 * and on every machine.
 */
export function sandboxProducts(marketplace?: MarketplaceCode): readonly SandboxProduct[] {
  const shelves = marketplace === undefined ? [...catalogue().values()] : [catalogue().get(marketplace)];
  return shelves.flatMap((shelf) => Array.from(shelf?.values() ?? []));
}

/** The product with this ASIN in this store; `undefined` when the store does not have it. */
export function findSandboxProduct(marketplace: MarketplaceCode, asin: string): SandboxProduct | undefined {
  return catalogue().get(marketplace)?.get(asin);
}

function catalogue(): ReadonlyMap<MarketplaceCode, ReadonlyMap<string, SandboxProduct>> {
  if (drawn === undefined) {
    const families = drawFamilies();
    drawn = new Map(sandboxStores.map((store) => [store.code, shelfOf(store, families)]));
  }
  return drawn;
}

function shelfOf(store: SandboxStore, families: readonly Family[]): ReadonlyMap<string, SandboxProduct> {
  const sold = families.filter((family) => family.stores.includes(store.code));
  return new Map(sold.flatMap((family) => membersOf(family, store)).map((product) => [product.asin, product]));
}

function membersOf(family: Family, store: SandboxStore): readonly SandboxProduct[] {
  const members = family.members.map((member) => listingOf(family, member, store));
  if (family.parentAsin === undefined) return members;
  const parent = { ...family, asin: family.parentAsin, colour: '', imageIds: members[0]?.imageIds ?? [] };
  return [...members, listingOf(family, parent, store, 'PARENT')];
}

type Member = { readonly asin: string; readonly colour: string; readonly imageIds: readonly string[] };

function listingOf(family: Family, member: Member, store: SandboxStore, as?: SandboxState): SandboxProduct {
  const random = seededRandom(`listing ${member.asin} ${store.code}`);
  const usual = drawState(random);
  const state = as ?? (family.everyday === true && usual !== 'LIMITED' ? 'IN_STOCK' : usual);
  const ratedByMany = random() < 0.92;
  const isParent = as === 'PARENT';
  return {
    asin: member.asin,
    marketplace: store.code,
    title: member.colour === '' ? family.title : `${family.title}, ${member.colour}`,
    brand: family.brand,
    category: family.kind.category,
    department: family.kind.department,
    noun: family.kind.noun,
    terms: family.kind.terms ?? [],
    colour: member.colour,
    features: family.kind.features,
    imageIds: member.imageIds,
    state,
    ...drawPrices(random, store, state, family.dollars),
    ...(ratedByMany && { rating: family.rating, reviewCount: reviewCount(random) }),
    ratingInApis: random() < 0.85,
    salesRank: between(random, 1, 90_000),
    seller: sellerOf(random, store),
    releasedOn: family.releasedOn,
    ...(family.parentAsin !== undefined && !isParent && { parentAsin: family.parentAsin }),
    childAsins: isParent ? family.members.map((one) => one.asin) : [],
  };
}

/** Most things have some hundreds, a few have lakhs. */
function reviewCount(random: () => number): number {
  return Math.floor(10 ** (0.6 + random() * 4.8));
}

function sellerOf(random: () => number, store: SandboxStore): SandboxProduct['seller'] {
  if (random() < 0.4) return { id: store.amazonSellerId, name: store.host.replace('www.a', 'A') };
  const name = pickOne(random, ['Larkspur Retail', 'Cobalt & Co Trading', 'Meridian Sellers', 'Northgate Online']);
  return {
    id: `A${name
      .toUpperCase()
      .replace(/[^A-Z]/g, '')
      .padEnd(12, 'X')
      .slice(0, 12)}1`,
    name,
  };
}

import { drawDeal } from './catalogue/deal.ts';
import { drawDelivery } from './catalogue/delivery.ts';
import { drawFacts } from './catalogue/facts.ts';
import { drawFamilies, type Family } from './catalogue/family.ts';
import { drawOtherOffers } from './catalogue/other-offers.ts';
import { drawPrices, drawState, priceOf } from './catalogue/pricing.ts';
import { titlesIn } from './catalogue/titles.ts';
import { between, pickOne, seededRandom } from './catalogue/random.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { SandboxPrice, SandboxProduct, SandboxState } from './catalogue/product.ts';
import { type SandboxMarketplace, sandboxMarketplaces } from './sandbox-marketplace.ts';

let drawn: ReadonlyMap<MarketplaceCode, ReadonlyMap<string, SandboxProduct>> | undefined;

/**
 * All invented products of a marketplace, or of all marketplaces with an entry for each marketplace that sells a
 * product. They are the same in every run and on every machine.
 */
export function sandboxProducts(marketplace?: MarketplaceCode): readonly SandboxProduct[] {
  const products = marketplace === undefined ? [...catalogue().values()] : [catalogue().get(marketplace)];
  return products.flatMap((byAsin) => Array.from(byAsin?.values() ?? []));
}

/** The product with this ASIN in this marketplace; `undefined` when the marketplace does not have it. */
export function findSandboxProduct(marketplace: MarketplaceCode, asin: string): SandboxProduct | undefined {
  return catalogue().get(marketplace)?.get(asin);
}

function catalogue(): ReadonlyMap<MarketplaceCode, ReadonlyMap<string, SandboxProduct>> {
  if (drawn === undefined) {
    const families = drawFamilies();
    drawn = new Map(sandboxMarketplaces.map((marketplace) => [marketplace.code, productsIn(marketplace, families)]));
  }
  return drawn;
}

function productsIn(marketplace: SandboxMarketplace, families: readonly Family[]): ReadonlyMap<string, SandboxProduct> {
  const sold = families.filter((family) => family.marketplaces.includes(marketplace.code));
  return new Map(sold.flatMap((family) => membersOf(family, marketplace)).map((product) => [product.asin, product]));
}

function membersOf(family: Family, marketplace: SandboxMarketplace): readonly SandboxProduct[] {
  const members = family.members.map((member) => listingOf(family, member, marketplace));
  if (family.parentAsin === undefined) return members;
  const parent = { ...family, asin: family.parentAsin, colour: '', imageIds: members[0]?.imageIds ?? [] };
  return [...members, listingOf(family, parent, marketplace, 'PARENT')];
}

type Member = { readonly asin: string; readonly colour: string; readonly imageIds: readonly string[] };

function listingOf(family: Family, member: Member, marketplace: SandboxMarketplace, as?: SandboxState): SandboxProduct {
  const random = seededRandom(`listing ${member.asin} ${marketplace.code}`);
  const usual = drawState(random);
  const state = as ?? (family.everyday === true && usual !== 'LIMITED' ? 'IN_STOCK' : usual);
  const ratedByMany = random() < 0.92;
  const isParent = as === 'PARENT';
  const prices = drawPrices(random, marketplace, state, family.dollars);
  const deal = prices.listPrice && drawDeal(seededRandom(`deal ${member.asin} ${marketplace.code}`));
  return {
    asin: member.asin,
    marketplace: marketplace.code,
    ...titlesIn(marketplace.code, titleOf(family, member), family.kind.noun),
    brand: family.brand,
    category: family.kind.category,
    department: family.kind.department,
    noun: family.kind.noun,
    terms: family.kind.terms ?? [],
    colour: member.colour,
    features: family.kind.features,
    imageIds: member.imageIds,
    state,
    ...prices,
    ...(deal !== undefined && { deal }),
    delivery: drawDelivery(seededRandom(`delivery ${member.asin} ${marketplace.code}`)),
    otherOffers: otherOffersOf(prices.price, member.asin, marketplace),
    facts: drawFacts(member.asin, family.kind),
    ...(ratedByMany && { rating: family.rating, reviewCount: reviewCount(random) }),
    ratingInApis: random() < 0.85,
    salesRank: between(random, 1, 90_000),
    seller: sellerOf(random, marketplace),
    releasedOn: family.releasedOn,
    ...(family.parentAsin !== undefined && !isParent && { parentAsin: family.parentAsin }),
    childAsins: isParent ? family.members.map((one) => one.asin) : [],
  };
}

function titleOf({ title }: Family, { colour }: Member): string {
  return colour === '' ? title : `${title}, ${colour}`;
}

function otherOffersOf(
  featured: SandboxPrice | undefined,
  asin: string,
  marketplace: SandboxMarketplace,
): SandboxProduct['otherOffers'] {
  if (featured === undefined) return [];
  const random = seededRandom(`other offers ${asin} ${marketplace.code}`);
  return drawOtherOffers(random, featured, (minor) => priceOf(marketplace, minor));
}

/** Most products have some hundreds of reviews, a few have lakhs. */
function reviewCount(random: () => number): number {
  return Math.floor(10 ** (0.6 + random() * 4.8));
}

function sellerOf(random: () => number, marketplace: SandboxMarketplace): SandboxProduct['seller'] {
  if (random() < 0.4) return { id: marketplace.amazonSellerId, name: marketplace.host.replace('www.a', 'A') };
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

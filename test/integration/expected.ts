import { expect } from 'vitest';
import type { SandboxPrice, SandboxProduct } from '../../src/sandbox/catalogue/product.ts';
import { priceText } from '../../src/sandbox/price-text.ts';
import { sandboxMarketplaces, type SandboxMarketplace } from '../../src/sandbox/sandbox-marketplace.ts';

/** What both associates APIs make known of a product of the sandbox, as the schema shows it. */
export function associatesShow(product: SandboxProduct): Readonly<Record<string, unknown>> {
  const rated = product.ratingInApis && product.rating !== undefined;
  return {
    ...identity(product),
    imageUrl: expect.stringContaining(`/images/I/${product.imageIds[0]}.`),
    rating: rated ? product.rating : null,
    reviewCount: rated ? product.reviewCount : null,
    parentAsin: product.parentAsin ?? null,
    // The narrowest category and the rank in that one; the product's own rank is that in its department.
    category: product.noun,
    salesRank: Math.ceil(product.salesRank / 40),
    features: product.features,
    ...prices(product),
    ...associatesOffer[product.state],
  };
}

/** What the product's page shows of it. A parent's page is that of its first child. */
export function pageShows(product: SandboxProduct): Readonly<Record<string, unknown>> {
  return {
    ...identity(product),
    imageUrl: expect.stringContaining(`/images/I/${product.imageIds[0]}.`),
    rating: product.rating ?? null,
    reviewCount: product.reviewCount ?? null,
    features: product.features,
    ...prices(product),
    // How the page writes it depends on which of the page's many places it was read from.
    ...(product.price !== undefined && {
      price: expect.objectContaining({ amount: product.price.amount, currency: product.price.currency }),
    }),
    ...pageOffer[product.state],
  };
}

/** The sandbox's marketplace of a product. */
function marketplaceOf(product: SandboxProduct): SandboxMarketplace {
  const marketplace = sandboxMarketplaces.find(({ code }) => code === product.marketplace);
  if (marketplace === undefined) throw new Error(`the sandbox does not serve ${product.marketplace}`);
  return marketplace;
}

type State = SandboxProduct['state'];
type OfferState = { readonly priceStatus: string; readonly availability: string };

const unsaid: OfferState = { priceStatus: 'NOT_PROVIDED', availability: 'UNKNOWN' };
const onSale = (availability: string): OfferState => ({ priceStatus: 'AVAILABLE', availability });
const soldOut: OfferState = { priceStatus: 'OUT_OF_STOCK', availability: 'OUT_OF_STOCK' };

/** Where an associates API answers without offers nothing is known: it leaves them out for other reasons too. */
const associatesOffer: Readonly<Record<State, OfferState>> = {
  IN_STOCK: onSale('IN_STOCK'),
  LIMITED: onSale('LIMITED'),
  PREORDER: onSale('PREORDER'),
  BACKORDER: onSale('BACKORDER'),
  HIDDEN_PRICE: { priceStatus: 'HIDDEN', availability: 'IN_STOCK' },
  // Asked for new offers, it leaves the used one out.
  USED_ONLY: unsaid,
  OUT_OF_STOCK: unsaid,
  NO_FEATURED_OFFER: unsaid,
  PARENT: unsaid,
};

const pageOffer: Readonly<Record<State, OfferState>> = {
  ...associatesOffer,
  USED_ONLY: { priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN' },
  // "Usually ships within 6 to 7 days": the page does not say that the seller has to get it first.
  BACKORDER: onSale('IN_STOCK'),
  OUT_OF_STOCK: soldOut,
  NO_FEATURED_OFFER: { priceStatus: 'NO_FEATURED_OFFER', availability: 'UNKNOWN' },
};

function identity({ asin, marketplace, title, brand }: SandboxProduct) {
  return { id: `${marketplace}:${asin}`, asin, marketplace, title, brand };
}

function prices(product: SandboxProduct) {
  const { price, listPrice } = product;
  const money = ({ amount, currency, minor }: SandboxPrice) => ({
    amount,
    currency,
    formatted: priceText(marketplaceOf(product), minor),
  });
  return {
    price: price === undefined ? null : money(price),
    listPrice: listPrice === undefined ? null : { amount: listPrice.amount, currency: listPrice.currency },
    savingsPercent:
      price === undefined || listPrice === undefined
        ? null
        : Math.round(((listPrice.minor - price.minor) * 100) / listPrice.minor),
  };
}

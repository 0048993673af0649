import { z } from 'zod';
import { isAsin, type Asin } from '../../product/asin.ts';
import { marketplaceCodes } from '../../product/marketplace.ts';
import type { Product, ProductImage } from '../../product/product.ts';
import {
  attributeShape,
  contributorShape,
  detailsShape,
  identifiersShape,
  productBrowseNodeShape,
} from './details-shape.ts';
import {
  availabilityShape,
  dealShape,
  membersAccessShape,
  moneyShape,
  offerShape,
  unitPriceShape,
} from './offer-shape.ts';
import { count, shapeOf, text } from './shape-of.ts';

const asin = z.custom<Asin>((value) => typeof value === 'string' && isAsin(value));

const image = shapeOf<ProductImage>()(
  z.object({
    url: text,
    width: count.exactOptional(),
    height: count.exactOptional(),
    variant: text.exactOptional(),
  }),
);

/** A product. Each field of the type has a line here. */
export const productShape = shapeOf<Product>()(
  z.object({
    asin,
    marketplace: z.enum(marketplaceCodes),
    language: text.exactOptional(),
    currency: text.exactOptional(),
    textLanguage: text.exactOptional(),
    productUrl: text,
    title: text.exactOptional(),
    brand: text.exactOptional(),
    features: z.array(text),
    images: z.array(image),
    imageUrl: text.exactOptional(),
    price: moneyShape.exactOptional(),
    priceAccess: membersAccessShape.exactOptional(),
    listPrice: moneyShape.exactOptional(),
    listPriceKind: z.enum(['LIST_PRICE', 'WAS_PRICE', 'LOWEST_PRICE', 'UNKNOWN']).exactOptional(),
    savingsPercent: z.number().exactOptional(),
    unitPrice: unitPriceShape.exactOptional(),
    deal: dealShape.exactOptional(),
    priceStatus: z.enum(['AVAILABLE', 'OUT_OF_STOCK', 'NO_FEATURED_OFFER', 'HIDDEN', 'NOT_PROVIDED']),
    availability: availabilityShape,
    availabilityMessage: text.exactOptional(),
    rating: z.number().min(0).max(5).exactOptional(),
    reviewCount: count.exactOptional(),
    parentAsin: asin.exactOptional(),
    category: text.exactOptional(),
    salesRank: count.exactOptional(),
    seller: text.exactOptional(),
    condition: text.exactOptional(),
    offers: z.array(offerShape).exactOptional(),
    identifiers: identifiersShape.exactOptional(),
    contributors: z.array(contributorShape).exactOptional(),
    details: detailsShape.exactOptional(),
    variationAttributes: z.array(attributeShape).exactOptional(),
    browseNodes: z.array(productBrowseNodeShape).exactOptional(),
  }),
);

import { z } from 'zod';
import type { Money } from '../../product/money.ts';
import type { Deal, Offer, UnitPrice } from '../../product/offer.ts';
import { count, shapeOf, text } from './shape-of.ts';

/** An exact amount of money. */
export const moneyShape = shapeOf<Money>()(
  z.object({
    amount: text.regex(/^\d{1,15}(\.\d{1,6})?$/),
    currency: text.regex(/^[A-Z]{3}$/),
    formatted: text.exactOptional(),
  }),
);

/** A price per unit of measure. */
export const unitPriceShape = shapeOf<UnitPrice>()(z.object({ price: moneyShape, unit: text.exactOptional() }));

/** Whether an item can be bought. */
export const availabilityShape = z.enum(['IN_STOCK', 'LIMITED', 'PREORDER', 'BACKORDER', 'OUT_OF_STOCK', 'UNKNOWN']);

/** The access of a price that not everybody gets. */
export const membersAccessShape = z.enum(['PRIME_EXCLUSIVE', 'PRIME_EARLY_ACCESS']);

/** Milliseconds since the epoch, in the range of a `Date`. */
const epochMs = z.number().min(0).max(8.64e15);

/** A deal. */
export const dealShape = shapeOf<Deal>()(
  z.object({
    badge: text.exactOptional(),
    startsAt: epochMs.exactOptional(),
    endsAt: epochMs.exactOptional(),
    percentClaimed: z.int().min(0).max(100).exactOptional(),
    access: membersAccessShape.exactOptional(),
  }),
);

/** The offer of one seller. */
export const offerShape = shapeOf<Offer>()(
  z.object({
    price: moneyShape.exactOptional(),
    listPrice: moneyShape.exactOptional(),
    priceAccess: membersAccessShape.exactOptional(),
    condition: text.exactOptional(),
    subCondition: text.exactOptional(),
    seller: z.object({ id: text.exactOptional(), name: text.exactOptional() }).exactOptional(),
    availability: availabilityShape,
    availabilityMessage: text.exactOptional(),
    isBuyBoxWinner: z.boolean().exactOptional(),
    isFulfilledByAmazon: z.boolean().exactOptional(),
    minOrderQuantity: count.exactOptional(),
    maxOrderQuantity: count.exactOptional(),
    deal: dealShape.exactOptional(),
  }),
);

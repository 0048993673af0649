import { builder } from './builder.ts';

/** Whether a product can be bought. */
export const AvailabilityEnum = builder.enumType('Availability', {
  description: 'Whether a new item can be bought from the store, as of `provenance.fetchedAt`.',
  values: {
    IN_STOCK: { description: 'It can be bought now.' },
    LIMITED: { description: 'It can be bought now, but only few are left.' },
    PREORDER: { description: 'It is not out yet and can be ordered in advance.' },
    BACKORDER: { description: 'It can be ordered now and ships later.' },
    OUT_OF_STOCK: { description: 'The store says that it cannot be bought now.' },
    UNKNOWN: { description: 'The source does not say.' },
  },
});

/** Why there is a price or why not. */
export const PriceStatusEnum = builder.enumType('PriceStatus', {
  description: 'Why `price` is there, or why not.',
  values: {
    AVAILABLE: { description: 'There is a price.' },
    OUT_OF_STOCK: { description: 'There is none because nobody offers the product.' },
    NO_FEATURED_OFFER: { description: 'There are offers, but the store features none of them.' },
    HIDDEN: { description: "The store shows it only in the cart, at the maker's wish." },
    NOT_PROVIDED: { description: 'The source said nothing about a price; another one may.' },
  },
});

/** Who gets a price. */
export const PriceAccessEnum = builder.enumType('PriceAccess', {
  description: 'Who gets a price.',
  values: {
    EVERYONE: { description: 'Every shopper.' },
    PRIME_EXCLUSIVE: { description: 'Members of Prime only.' },
    PRIME_EARLY_ACCESS: { description: 'Members of Prime now, every shopper later.' },
  },
});

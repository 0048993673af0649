import { builder } from './builder.ts';

export const AvailabilityEnum = builder.enumType('Availability', {
  description: 'Whether a new item can be bought in the marketplace, as of `provenance.fetchedAt`.',
  values: {
    IN_STOCK: { description: 'The product can be bought now.' },
    LIMITED: { description: 'The product can be bought now, but only a few items are left.' },
    PREORDER: { description: 'The product is not released yet and can be ordered in advance.' },
    BACKORDER: { description: 'The product can be ordered now and ships later.' },
    OUT_OF_STOCK: { description: 'The marketplace reports that the product cannot be bought now.' },
    UNKNOWN: { description: 'The source does not report availability.' },
  },
});

export const PriceStatusEnum = builder.enumType('PriceStatus', {
  description: 'Whether the price is known, and otherwise why it is not.',
  values: {
    AVAILABLE: { description: 'The price is known.' },
    OUT_OF_STOCK: { description: 'There is no price, because nobody offers the product.' },
    NO_FEATURED_OFFER: { description: 'There are offers, but the marketplace features no offer.' },
    HIDDEN: { description: 'The marketplace shows the price only in the cart, as the manufacturer requires.' },
    NOT_PROVIDED: { description: 'The source did not provide a price. Another source may.' },
  },
});

export const PriceAccessEnum = builder.enumType('PriceAccess', {
  description: 'Which shoppers can buy at the price.',
  values: {
    EVERYONE: { description: 'All shoppers.' },
    PRIME_EXCLUSIVE: { description: 'Prime members only.' },
    PRIME_EARLY_ACCESS: { description: 'Prime members now, all shoppers later.' },
  },
});

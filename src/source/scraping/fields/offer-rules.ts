import type { Element } from 'domhandler';
import type { Offer } from '../../../product/offer.ts';
import type { Product } from '../../../product/product.ts';
import type { PageView } from '../page/rule.ts';
import { attributeOf, textOf } from '../page/text.ts';
import { readPrice } from './price/price-reading.ts';

/** The part of a product that describes its featured offer. */
type Featured = Pick<
  Product,
  'price' | 'priceAccess' | 'listPrice' | 'condition' | 'seller' | 'availability' | 'availabilityMessage'
>;

/** The featured offer, then those of the box with the offers of other sellers. Empty when no offer has a price. */
export function readOffers(view: PageView, featured: Featured): readonly Offer[] {
  const others = view.document.all('#mbc .mbc-offer-row').map((row) => otherOffer(row, view));
  return [featuredOffer(featured), ...others].filter((offer) => offer !== undefined);
}

function featuredOffer({ price, priceAccess, listPrice, condition, seller, ...stock }: Featured): Offer | undefined {
  if (price === undefined) return undefined;
  const { availability, availabilityMessage } = stock;
  return {
    price,
    ...(priceAccess !== undefined && { priceAccess }),
    ...(listPrice !== undefined && { listPrice }),
    ...(condition !== undefined && { condition }),
    ...(seller !== undefined && { seller: { name: seller } }),
    availability,
    ...(availabilityMessage !== undefined && { availabilityMessage }),
    isBuyBoxWinner: true,
  };
}

/** The box names no condition: some of its offers are used. */
function otherOffer(row: Element, view: PageView): Offer | undefined {
  const { document } = view;
  const [priced] = document.within(row, '[id^="mbc-price-"]');
  const price = priced === undefined ? undefined : readPrice(priced, view);
  if (price === undefined) return undefined;
  const name = textOf(document.within(row, '.mbcMerchantName')[0]);
  const profile = attributeOf(document.within(row, 'a[href*="seller="]')[0], 'href');
  const id = /[?&]seller=([A-Z0-9]{6,20})(?![A-Z0-9])/.exec(profile)?.[1];
  const seller = { ...(id !== undefined && { id }), ...(name !== '' && { name }) };
  const canBeBought = document.within(row, '[id^="mbc-buybutton-addtocart-"]').length > 0;
  return {
    price,
    ...(Object.keys(seller).length > 0 && { seller }),
    availability: canBeBought ? 'IN_STOCK' : 'UNKNOWN',
    isBuyBoxWinner: false,
    ...(id !== undefined && { isFulfilledByAmazon: profile.includes('isAmazonFulfilled=1') }),
  };
}

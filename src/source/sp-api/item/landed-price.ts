import { moneyFromNumber, type Money } from '../../../product/money.ts';
import { object, type Json } from '../json.ts';

/**
 * The price with delivery: listing price plus shipping minus the value of points, if the answer has these parts,
 * because the stated sum may disagree with them; else the stated sum.
 */
export function landedPrice(entry: Json, listing: Money): Money {
  const shipping = object(entry['Shipping'])['Amount'];
  if (typeof shipping !== 'number') return statedPrice(entry) ?? listing;
  const points = object(object(entry['Points'])['PointsMonetaryValue'])['Amount'];
  const sum = Number(listing.amount) + shipping - (typeof points === 'number' ? points : 0);
  return moneyFromNumber(sum, listing.currency) ?? listing;
}

function statedPrice(entry: Json): Money | undefined {
  const { Amount: amount, CurrencyCode: currency } = object(entry['LandedPrice']);
  return moneyFromNumber(amount, currency);
}

import { moneyFromNumber, type Money } from '../../../../product/money.ts';
import type { ListPriceKind, UnitPrice } from '../../../../product/offer.ts';
import { number, text } from '../../../json.ts';
import { field } from '../field.ts';

/** Money in the form of OffersV2 (`money.amount`) or of Offers (`Amount`); always in major units. */
export function readMoney(value: unknown): Money | undefined {
  const money = field(value, 'money') ?? value;
  return moneyFromNumber(field(money, 'amount'), field(money, 'currency'), field(money, 'displayAmount'));
}

/** The reference price of the savings: OffersV2 has it inside the price, Offers beside it. */
export function readSavingBasis(listing: unknown): Money | undefined {
  return readMoney(field(listing, 'price.savingBasis') ?? field(listing, 'savingBasis'));
}

const kinds = new Map<string, ListPriceKind>([
  ['LIST_PRICE', 'LIST_PRICE'],
  ['WAS_PRICE', 'WAS_PRICE'],
  ['LOWEST_PRICE', 'LOWEST_PRICE'],
  ['LOWEST_PRICE_STRIKETHROUGH', 'LOWEST_PRICE'],
]);

/** The kind of the reference price. Offers does not have it. */
export function readListPriceKind(listing: unknown): ListPriceKind {
  return kinds.get(text(field(listing, 'price.savingBasis.savingBasisType'))?.toUpperCase() ?? '') ?? 'UNKNOWN';
}

/**
 * The price per unit. OffersV2 has it as money whose display text names the unit: `$29.75 / Count`; Offers has a number,
 * and display text and unit are in brackets after those of the price: `38,90 € (7,78 € / l)`.
 */
export function readUnitPrice(listing: unknown): UnitPrice | undefined {
  const price = field(listing, 'price');
  const perUnit = field(price, 'pricePerUnit');
  if (number(perUnit) !== undefined) {
    const [, displayed] = /\(([^()]+)\)\s*$/.exec(text(field(price, 'displayAmount')) ?? '') ?? [];
    return unitPrice(perUnit, field(price, 'currency'), displayed);
  }
  const money = field(perUnit, 'money') ?? perUnit;
  return unitPrice(field(money, 'amount'), field(money, 'currency'), text(field(money, 'displayAmount')));
}

function unitPrice(amount: unknown, currency: unknown, displayed = ''): UnitPrice | undefined {
  const [formatted, ...rest] = displayed.split('/');
  const price = moneyFromNumber(amount, currency, formatted);
  const unit = text(rest.join('/'));
  return price && { price, ...(unit !== undefined && { unit }) };
}

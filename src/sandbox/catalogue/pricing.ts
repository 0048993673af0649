import { between, pickOne } from './random.ts';
import { decimalText } from '../price-text.ts';
import type { SandboxPrice, SandboxProduct, SandboxState } from './product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';

type Prices = Pick<SandboxProduct, 'price' | 'listPrice' | 'unshownPrice' | 'usedPrice'>;

/** Local major units per US dollar at typical local prices. */
const perDollar: Readonly<Record<string, number>> = { INR: 46, USD: 1, GBP: 0.82, EUR: 0.94, JPY: 148 };

const states: readonly (readonly [SandboxState, number])[] = [
  ['OUT_OF_STOCK', 8],
  ['NO_FEATURED_OFFER', 4],
  ['HIDDEN_PRICE', 3],
  ['USED_ONLY', 4],
  ['PREORDER', 3],
  ['BACKORDER', 4],
  ['LIMITED', 8],
];

/** Draws a state; two in three products are in stock. */
export function drawState(random: () => number): SandboxState {
  let roll = random() * 100;
  for (const [state, percent] of states) {
    if (roll < percent) return state;
    roll -= percent;
  }
  return 'IN_STOCK';
}

/** The prices for `state`, in the marketplace's currency and with that currency's typical endings. */
export function drawPrices(
  random: () => number,
  marketplace: SandboxMarketplace,
  state: SandboxState,
  dollars: number,
): Prices {
  const local = dollars * (perDollar[marketplace.currency] ?? 1);
  const price = priceOf(marketplace, shopPrice(random, marketplace, local));
  switch (state) {
    case 'OUT_OF_STOCK':
    case 'PARENT':
      return {};
    case 'NO_FEATURED_OFFER':
    case 'HIDDEN_PRICE':
      return { unshownPrice: price };
    case 'USED_ONLY':
      return { usedPrice: price };
    default:
      return { price, ...(random() < 0.6 && { listPrice: raised(random, marketplace, price) }) };
  }
}

/** The price of this many minor units. */
export function priceOf(marketplace: SandboxMarketplace, minor: number): SandboxPrice {
  return { minor, currency: marketplace.currency, amount: decimalText(minor, marketplace.decimals) };
}

function raised(random: () => number, marketplace: SandboxMarketplace, price: SandboxPrice): SandboxPrice {
  const unit = marketplace.decimals === 0 ? 10 : 100;
  const minor = Math.ceil((price.minor * between(random, 108, 165)) / 100 / unit) * unit;
  return priceOf(marketplace, Math.max(minor, price.minor + unit));
}

/** `local` major units with a typical price ending of the currency, in minor units. */
function shopPrice(random: () => number, marketplace: SandboxMarketplace, local: number): number {
  if (marketplace.currency === 'JPY') return Math.max(100, Math.round(local / 10) * 10 - pickOne(random, [0, 2, 20]));
  if (marketplace.currency === 'INR') {
    const step = local > 20_000 ? 1000 : local > 1000 ? 100 : 50;
    const rupees = Math.max(49, Math.round(local / step) * step - 1);
    return rupees * 100 + (random() < 0.08 ? 50 : 0);
  }
  return Math.max(1, Math.floor(local)) * 100 + pickOne(random, [99, 95, 49, 0, 99]);
}

import { between, pickOne } from './random.ts';
import type { SandboxOffer, SandboxPrice } from './product.ts';

const sellers = [
  { id: 'AOTHERSELLER11', name: 'Tidewater Goods' },
  { id: 'AOTHERSELLER22', name: 'Fairlane Outlet' },
  { id: 'AOTHERSELLER33', name: 'Peppercorn Supply' },
];

/** Up to two further new offers, dearer than the featured one, and for some products a cheaper used one. */
export function drawOtherOffers(
  random: () => number,
  featured: SandboxPrice,
  priceOf: (minor: number) => SandboxPrice,
): readonly SandboxOffer[] {
  const dearer = Array.from({ length: between(random, 0, 2) }, (_, at) => ({
    price: priceOf(Math.ceil((featured.minor * (104 + 5 * at)) / 100)),
    condition: 'New' as const,
    subCondition: 'New' as const,
    seller: sellers[at] ?? pickOne(random, sellers),
    isFulfilledByAmazon: random() < 0.5,
  }));
  if (random() >= 0.3) return dearer;
  const used = {
    price: priceOf(Math.ceil((featured.minor * between(random, 55, 85)) / 100)),
    condition: 'Used' as const,
    subCondition: pickOne(random, ['LikeNew', 'Good'] as const),
    seller: { id: 'AOTHERSELLER33', name: 'Peppercorn Supply' },
    isFulfilledByAmazon: false,
  };
  return [...dearer, used];
}

import { between } from './random.ts';

/** A deal that sets the price of a product for a limited time. */
export type SandboxDeal = {
  readonly badge: string;
  readonly access: 'ALL' | 'PRIME_EXCLUSIVE';
  /** In the form of the associates APIs: without seconds. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly percentClaimed: number;
};

/** One reduced product in five has a deal, and one of five deals is for Prime members only. */
export function drawDeal(random: () => number): SandboxDeal | undefined {
  if (random() >= 0.2) return undefined;
  const isForMembers = random() < 0.2;
  return {
    badge: isForMembers ? 'Prime Exclusive Deal' : 'Limited time deal',
    access: isForMembers ? 'PRIME_EXCLUSIVE' : 'ALL',
    startsAt: '2026-06-01T00:00Z',
    endsAt: `2026-12-${between(random, 10, 31)}T23:59Z`,
    percentClaimed: between(random, 1, 95),
  };
}

import { expect, test } from 'vitest';
import type { SpApiClient } from '../../../src/source/sp-api/client.ts';
import { createPriceCall } from '../../../src/source/sp-api/price-calls.ts';
import { createPricingClient } from '../../../src/source/sp-api/pricing-client.ts';
import { systemClock } from '../../../src/clock.ts';
import { createPermits, type Permits } from '../../../src/rate-limit/permits.ts';
import { asin, unfeatured } from './answers.ts';

const one = asin('B0SPAPI001');
const report = () => undefined;

/** A pricing whose client finds new offers of which none is featured, and what was asked of its permits. */
function pricing(leftMs: number) {
  const within: string[] = [];
  const listening = (name: string): Permits => {
    const permits = createPermits({ perSecond: 100, burst: 1 }, systemClock);
    return {
      ...permits,
      async reserve(withinMs) {
        within.push(`${name} ${withinMs}`);
        return await permits.reserve(withinMs);
      },
    };
  };
  const limits = {
    catalog: listening('catalog'),
    competitivePricing: listening('competitivePricing'),
    itemOffers: listening('itemOffers'),
  };
  const client: SpApiClient = {
    ready: async () => undefined,
    call: async ({ operation }) => (operation === 'itemOffers' ? { responses: [] } : { payload: [unfeatured(one)] }),
  };
  const window = { marketplace: 'IN', signal: new AbortController().signal, leftMs: () => leftMs } as const;
  return {
    within,
    withAllOffers: () =>
      createPricingClient(createPriceCall({ client, limits, clock: systemClock, report })).withAllOffers([one], window),
  };
}

test('the first call waits as long as an answer can still come, the second for no more than half of the time', async () => {
  const { within, withAllOffers } = pricing(6_000);
  await withAllOffers();
  expect(within).toEqual(['competitivePricing 5300', 'itemOffers 3000']);
});

test('with hardly any time only a permit that is due now is taken', async () => {
  const { within, withAllOffers } = pricing(500);
  await withAllOffers();
  expect(within).toEqual(['competitivePricing 1', 'itemOffers 1']);
});

test('with no time for an answer no permit is taken', async () => {
  const { within, withAllOffers } = pricing(99);
  expect((await withAllOffers()).get(one)).toMatchObject({ kind: 'failed', error: { code: 'DEADLINE' } });
  expect(within).toEqual([]);
});

test('a window without an end is no reason to wait for ever, nor to fail', async () => {
  const { within, withAllOffers } = pricing(Infinity);
  await withAllOffers();
  expect(within).toEqual(['competitivePricing Infinity', 'itemOffers Infinity']);
});

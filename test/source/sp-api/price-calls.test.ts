import { expect, test } from 'vitest';
import type { GatewayEvent } from '../../../src/event.ts';
import { createPriceCall } from '../../../src/source/sp-api/price-calls.ts';
import { competitivePricing, itemOffers } from '../../../src/source/sp-api/requests.ts';
import { SourceError, type SourceErrorOptions } from '../../../src/source/source-error.ts';
import type { FailureCode } from '../../../src/vocabulary.ts';
import { createPermits } from '../../../src/rate-limit/permits.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { asin } from './answers.ts';

const asins = [asin('B0SPAPI001'), asin('B0SPAPI002')];

/** Pricing calls that end as `outcomes` say, one after the other, and what was reported of them. */
function aPriceCall(...outcomes: readonly ('answered' | SourceError)[]) {
  const events: GatewayEvent[] = [];
  const clock = fakeClock();
  const permits = () => createPermits({ perSecond: 1_000, burst: 1_000 }, clock);
  const limits = { catalog: permits(), competitivePricing: permits(), itemOffers: permits() };
  let made = 0;
  const ask = createPriceCall({
    client: {
      ready: async () => undefined,
      async call() {
        const outcome = outcomes[made] ?? outcomes.at(-1);
        made += 1;
        clock.advance(40);
        if (outcome instanceof SourceError) throw outcome;
        return 'body';
      },
    },
    limits,
    clock,
    report: (event) => void events.push(event),
  });
  const leaving = new AbortController();
  const window = { marketplace: 'IN', signal: leaving.signal, leftMs: () => 5_000 } as const;
  const read = (body: unknown) => body;
  const prices = async () =>
    await ask({ request: competitivePricing(asins, 'IN'), items: asins.length, read }, window).catch(codeOf);
  const offers = async () => await ask({ request: itemOffers(asins, 'IN'), items: 2, read }, window).catch(codeOf);
  return { ask, prices, offers, events, clock, window, made: () => made, limits };
}

const codeOf = (error: unknown) => (error instanceof SourceError ? error.code : 'not a SourceError');
const failing = (code: FailureCode, options: SourceErrorOptions = {}) =>
  new SourceError(code, `it is ${code}`, options);

test('a pricing call reports its permit and itself, under its own operation name', async () => {
  const { prices, offers, events } = aPriceCall('answered');
  expect(await prices()).toBe('body');
  await offers();
  expect(events).toMatchObject([
    { type: 'permit', source: 'SP_API', waitedMs: 0, queued: 0 },
    {
      type: 'call',
      source: 'SP_API',
      marketplace: 'IN',
      operation: 'prices',
      outcome: 'ANSWERED',
      items: 2,
      slots: 20,
    },
    { type: 'permit' },
    { type: 'call', operation: 'offers', durationMs: 40 },
  ]);
});

test('a 429 lowers the rate of its own permits and says so', async () => {
  const { prices, events, limits } = aPriceCall(failing('THROTTLED', { retryAfterMs: 100 }));
  expect(await prices()).toBe('THROTTLED');
  expect(events.map(({ type }) => type)).toEqual(['permit', 'throttled', 'call']);
  expect(events[1]).toMatchObject({ source: 'SP_API', perSecond: 500 });
  expect(limits.itemOffers.quota().perSecond).toBe(1_000);
});

test('a transient failure is retried once, within the budget', async () => {
  const { prices, made } = aPriceCall(failing('SERVER'), 'answered', failing('SERVER'));
  expect(await prices()).toBe('body');
  expect(made()).toBe(2);
  // The first retry is used up, and so few calls earn no second one.
  expect(await prices()).toBe('SERVER');
  expect(made()).toBe(3);
});

test('five failures open the circuit of that operation, whose calls are then not made', async () => {
  const { prices, offers, events, made, clock } = aPriceCall(failing('SERVER'));
  while (!events.some(({ type }) => type === 'circuit')) await prices();
  expect(made()).toBe(5);
  expect(events.at(-2)).toMatchObject({ type: 'circuit', operation: 'prices', state: 'OPEN', code: 'SERVER' });
  expect(await prices()).toBe('CIRCUIT_OPEN');
  expect(made()).toBe(5);
  expect(await offers()).toBe('SERVER');
  clock.advance(5_000);
  expect(await Promise.all([prices(), prices()])).toContain('CIRCUIT_OPEN');
});

test.each<[string, SourceError]>([
  ['a request at fault', failing('MALFORMED', { badRequest: true })],
  ['a refused token', failing('CREDENTIALS', { tokenRefused: true })],
  ['a 429', failing('THROTTLED')],
])('%s opens no circuit', async (_, failure) => {
  const { prices, events } = aPriceCall(failure);
  for (let n = 0; n < 8; n += 1) await prices();
  expect(events.filter(({ type }) => type === 'circuit')).toEqual([]);
});

test('an answer that cannot be read is a failed call', async () => {
  const { ask, events, window } = aPriceCall('answered');
  const read = () => {
    throw failing('MALFORMED');
  };
  const asked = ask({ request: competitivePricing(asins, 'IN'), items: 2, read }, window);
  await expect(asked).rejects.toMatchObject({ code: 'MALFORMED' });
  expect(events.at(-1)).toMatchObject({ type: 'call', outcome: 'MALFORMED' });
});

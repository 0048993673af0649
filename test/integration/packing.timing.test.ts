import { describe, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';
import { askProduct, trailOf, type ProductAnswered } from './questions.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);
/** Amazon's own rate, kept by the sandbox and by the gateway. */
const realRate = { MAX_REQUESTS_PER_SECOND: '1' };
const onlyCreators = { sources: ['CREATORS_API'], sandbox: { requestsPerSecond: 1 } } as const;

/** An answer, and how many upstream calls had been made when it came. */
type Placed = ProductAnswered & { readonly afterCalls: number };

/** Sends one operation per ASIN, all at the same time. */
async function askTogether(gateway: TestGateway, asked: readonly string[]): Promise<readonly Placed[]> {
  return await Promise.all(
    asked.map(async (asin) => {
      const answered = await askProduct(gateway, asin);
      return { ...answered, afterCalls: lookups(gateway).length };
    }),
  );
}

function lookups(gateway: TestGateway) {
  return gateway.calls('creators').filter(({ operation }) => operation === 'getItems');
}

describe('at one call a second', () => {
  test.concurrent('200 operations over 100 products cost at most 11 calls, never a 429, and no ASIN is sent twice', async ({
    expect,
  }) => {
    await using gateway = await aGateway({ ...realRate, REQUEST_DEADLINE_MS: '30000' }, onlyCreators);
    const hundred = asins.slice(0, 100);
    const answers = await askTogether(gateway, [...hundred, ...hundred.toReversed()]);
    expect(answers.filter(({ product }) => product === null)).toEqual([]);
    expect(lookups(gateway).length).toBeLessThanOrEqual(11);
    expect(gateway.sandbox.calls.filter(({ status }) => status !== 200)).toEqual([]);
    const carried = lookups(gateway).flatMap((call) => call.asins ?? []);
    expect(new Set(carried).size).toBe(carried.length);
  }, 30_000);

  test.concurrent('requests that cannot be served before the default deadline are refused at once, the others are answered', async ({
    expect,
  }) => {
    await using gateway = await aGateway(realRate, onlyCreators);
    const answers = await askTogether(gateway, asins.slice(0, 200));
    const refused = answers.filter(({ product }) => product === null);
    const served = answers.length - refused.length;
    // Nine or ten full calls fit before the deadline; the requests of the last one may be refused late.
    expect(served).toBeGreaterThanOrEqual(80);
    expect(refused.filter(({ afterCalls }) => afterCalls > 3).length).toBeLessThanOrEqual(10);
    expect(refused.length).toBeGreaterThanOrEqual(80);
    for (const { errors } of refused) {
      expect(errors[0]?.extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
    }
    expect(lookups(gateway).length).toBeLessThanOrEqual(Math.ceil(served / 10) + 1);
    expect(gateway.sandbox.calls.filter(({ status }) => status !== 200)).toEqual([]);
  }, 30_000);

  test('the next source answers what one source cannot serve in time', async ({ expect }) => {
    await using gateway = await aGateway(
      { ...realRate, REQUEST_DEADLINE_MS: '4000' },
      { sources: ['CREATORS_API', 'SCRAPING'], sandbox: { requestsPerSecond: 1 } },
    );
    const answers = await askTogether(gateway, asins.slice(0, 40));
    const trails = answers.map(({ product }) => trailOf(product?.provenance.attempts ?? []).join(' → '));
    expect(new Set(trails)).toEqual(new Set(['CREATORS_API FOUND', 'CREATORS_API FAILED BUSY → SCRAPING FOUND']));
  });
});

import { describe, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway, type TestGateway } from '../support/a-gateway.ts';
import { askProduct, trailOf, type ProductAnswered } from './questions.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);
/** Amazon's own rate, kept by the sandbox and by the gateway. */
const realRate = { MAX_REQUESTS_PER_SECOND: '1' };
const onlyCreators = { sources: ['CREATORS_API'], sandbox: { requestsPerSecond: 1 } } as const;

type Timed = ProductAnswered & { readonly elapsedMs: number };

/** All of them at once, one operation each. */
async function askTogether(gateway: TestGateway, asked: readonly string[]): Promise<readonly Timed[]> {
  const startedAt = performance.now();
  return await Promise.all(
    asked.map(async (asin) => ({ ...(await askProduct(gateway, asin)), elapsedMs: performance.now() - startedAt })),
  );
}

function lookups(gateway: TestGateway) {
  return gateway.calls('creators').filter(({ operation }) => operation === 'getItems');
}

describe('at one call a second', () => {
  test.concurrent('200 operations over 100 products cost at most 11 calls in 11 seconds, and never a 429', async ({
    expect,
  }) => {
    await using gateway = await aGateway({ ...realRate, REQUEST_DEADLINE_MS: '30000' }, onlyCreators);
    const hundred = asins.slice(0, 100);
    const answers = await askTogether(gateway, [...hundred, ...hundred.toReversed()]);
    expect(answers.filter(({ product }) => product === null)).toEqual([]);
    expect(lookups(gateway).length).toBeLessThanOrEqual(11);
    expect(gateway.sandbox.calls.filter(({ status }) => status !== 200)).toEqual([]);
    expect(Math.max(...answers.map(({ elapsedMs }) => elapsedMs))).toBeLessThanOrEqual(11_500);
    const carried = lookups(gateway).flatMap((call) => call.asins ?? []);
    expect(new Set(carried).size).toBe(carried.length);
  }, 30_000);

  test.concurrent('asks that cannot be served before the default deadline are refused at once, the others answered', async ({
    expect,
  }) => {
    await using gateway = await aGateway(realRate, onlyCreators);
    const answers = await askTogether(gateway, asins.slice(0, 200));
    const refused = answers.filter(({ product }) => product === null);
    const served = answers.length - refused.length;
    // Nine or ten full calls fit before the deadline, the last one only just: its asks may be refused late.
    expect(served).toBeGreaterThanOrEqual(80);
    expect(refused.filter(({ elapsedMs }) => elapsedMs > 4_000).length).toBeLessThanOrEqual(10);
    expect(refused.length).toBeGreaterThanOrEqual(80);
    for (const { errors } of refused) {
      expect(errors[0]?.extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
    }
    expect(lookups(gateway).length).toBeLessThanOrEqual(Math.ceil(served / 10) + 1);
    expect(gateway.sandbox.calls.filter(({ status }) => status !== 200)).toEqual([]);
  }, 30_000);

  test('what one source cannot serve in time the next one answers', async ({ expect }) => {
    await using gateway = await aGateway(
      { ...realRate, REQUEST_DEADLINE_MS: '4000' },
      { sources: ['CREATORS_API', 'SCRAPING'], sandbox: { requestsPerSecond: 1 } },
    );
    const answers = await askTogether(gateway, asins.slice(0, 40));
    const trails = answers.map(({ product }) => trailOf(product?.provenance.attempts ?? []).join(' → '));
    expect(new Set(trails)).toEqual(new Set(['CREATORS_API FOUND', 'CREATORS_API FAILED BUSY → SCRAPING FOUND']));
  });
});

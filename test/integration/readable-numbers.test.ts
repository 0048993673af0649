import { expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aGateway } from '../support/a-gateway.ts';

test('the statistics have no measured number with more digits than people read', async () => {
  await using gateway = await aGateway();
  const asins = sandboxProducts('IN').map(({ asin }) => asin);
  for (const length of [3, 5, 11]) {
    await gateway.ask('query ($asins: [ASIN!]!) { products(asins: $asins) { __typename } }', {
      asins: asins.splice(0, length),
    });
  }
  const { data } = await gateway.ask(`{ sourceAnalytics {
    operations { latency { p50Ms p95Ms p99Ms } }
    sources { averageResponseMs itemsPerCall latency { p50Ms p95Ms p99Ms } }
    timeline { operationP95Ms fallbackDepth sources { p95Ms } }
    recentLookups(first: 3) { attempts { durationMs } }
  } }`);
  const numbers = JSON.stringify(data).match(/\d[\d.e+-]*/g) ?? [];
  expect(numbers.length).toBeGreaterThan(15);
  expect(numbers.filter((number) => !/^(?:0\.\d\d?|\d+(?:\.\d)?)$/.test(number))).toEqual([]);
});

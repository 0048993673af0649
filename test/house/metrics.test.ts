import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metricsOf } from '../browser/metrics.ts';
import { aHouse } from './a-house.ts';

test('persisted operations and published examples are counted by name, all others together', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true }));
  const text = 'query ShopWindow { __typename }';
  const path = join(folder, 'persisted.json');
  writeFileSync(path, JSON.stringify({ [createHash('sha256').update(text).digest('hex')]: text }));

  const house = stack.use(await aHouse({ PERSISTED_OPERATIONS: path }));
  await house.ask(text);
  await house.ask('query Product { __typename }');
  await house.ask('query Mine { __typename }');

  const metrics = await metricsOf(house.url);
  const counted = (operation: string) => metrics.sum('asin_gateway_operations_total', { operation });
  expect(['ShopWindow', 'Product', 'Mine', 'other'].map(counted)).toEqual([1, 1, 0, 1]);
});

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metricsOf } from '../browser/metrics.ts';
import { aGateway } from '../support/a-gateway.ts';

test('persisted operations and published examples are counted by name, all others as one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true }));
  const text = 'query ShopWindow { __typename }';
  const path = join(folder, 'persisted.json');
  writeFileSync(path, JSON.stringify({ [createHash('sha256').update(text).digest('hex')]: text }));

  const gateway = stack.use(await aGateway({ PERSISTED_OPERATIONS: path }));
  await gateway.ask(text);
  await gateway.ask('query Product { __typename }');
  await gateway.ask('query Mine { __typename }');

  const metrics = await metricsOf(gateway.url);
  const counted = (operation: string) => metrics.sum('asin_gateway_operations_total', { operation });
  expect(['ShopWindow', 'Product', 'Mine', 'other'].map(counted)).toEqual([1, 1, 0, 1]);
});

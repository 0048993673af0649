import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedis } from '../test/support/a-redis.ts';
import { redisServer } from '../test/support/prerequisites.ts';
import type { Places } from './cache/contender.ts';
import type { Measured, Orders, Speed } from './cache/run.ts';
import { table } from './table.ts';

const memoryContenders: readonly string[] = ['memory', 'cacheable-memory', 'cache-manager-memory'];
const sqliteContenders: readonly string[] = ['sqlite', 'sqlite-alone'];
const redisContenders: readonly string[] = ['redis', 'redis-alone', 'cacheable', 'cache-manager'];

/**
 * Measures reads of one hot product and of fifty, in memory and from each backing store with 100,000 products, and the
 * memory that they take; beside `cacheable` and `cache-manager` over the same Redis, one after the other.
 */
export async function benchCache(quick: boolean): Promise<void> {
  const products = quick ? 10_000 : 100_000;
  const reads = quick ? 20_000 : 200_000;
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-bench-'));
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rmSync(folder, { recursive: true }));
  if (redisServer.path === undefined) console.warn(redisServer.hint);
  const redis = redisServer.path !== undefined ? resources.use(await startRedis()) : undefined;
  const measured: Measured[] = [];
  const names = [...memoryContenders, ...sqliteContenders, ...(redis === undefined ? [] : redisContenders)];
  for (const contender of names) {
    const places: Places = { sqlitePath: join(folder, `${contender}.db`), redisUrl: redis?.url ?? '' };
    measured.push(await measure({ contender, places, products, reads }));
    redis?.command('flushall');
  }
  table(
    `Cache: ${products} products, reads of one and of fifty, each with its 99th percentile`,
    ['', 'hot, one', 'p99', 'hot, fifty', 'p99', 'all, fifty, just opened', 'p99', 'resident MB', 'found'],
    measured.map(({ name, hot, batch, spread, residentMb, found }) => [
      name,
      ...cells(hot),
      ...cells(batch),
      ...cells(spread),
      Math.round(residentMb),
      `${found}/${products}`,
    ]),
  );
}

function cells({ perSecond, p99Us }: Speed): readonly string[] {
  return [`${Math.round(perSecond).toLocaleString('en')}/s`, `${Math.round(p99Us).toLocaleString('en')} µs`];
}

async function measure(orders: Orders): Promise<Measured> {
  const script = fileURLToPath(new URL('cache/run.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(orders));
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The benchmark of ${orders.contender} ended with code ${String(code)}`);
  const measured: Measured = JSON.parse(printed);
  return measured;
}

if (import.meta.main) await benchCache(process.argv.includes('--quick'));

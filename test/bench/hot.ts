import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Measured, Orders } from './hot/load.ts';
import type { PacedMeasured, PacedOrders } from './hot/paced.ts';
import { generate, pinning, startServer, type Server } from './hot/process.ts';
import { batchSize, productQuery, productsQuery, type Row } from './hot/questions.ts';
import { printCounting } from './hot/counting.ts';
import { median, table } from './table.ts';

type Case = { readonly name: string; readonly bodies: readonly string[]; readonly connections: number };

/**
 * Cached products over real HTTP: the gateway as it is delivered (log at INFO, metrics, limits) beside Mercurius with
 * its JIT over a plain Map, yoga and Pothos as documented, and node:http without any GraphQL. All of them answer the
 * same products; they take turns on one core, asked from another.
 */
export async function benchHot(quick: boolean): Promise<void> {
  const pairs = quick ? 3 : 5;
  const seconds = quick ? 2 : 5;
  await using resources = new AsyncDisposableStack();
  const sandbox = resources.use(await startSandbox({ requestsPerSecond: 1000 }));
  const ours = resources.use(
    await startServer('asin-gateway', '../../../src/main.ts', [], gatewayEnvironment(sandbox)),
  );
  const rows = await warm(ours.url);
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-bench-'));
  resources.defer(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'rows.json');
  writeFileSync(file, JSON.stringify(rows));
  const peer = async (name: string, script: string) => resources.use(await startServer(name, script, [file]));
  const mercurius = await peer(`mercurius ${versionOf('mercurius')} with jit`, './peer-mercurius.ts');
  const yoga = await peer(`graphql-yoga ${versionOf('graphql-yoga')} + pothos`, './peer-yoga.ts');
  const node = await peer('node:http + JSON.stringify', './peer-node.ts');
  const servers = [ours, mercurius, yoga, node];

  const asins = rows.map(({ asin }) => asin);
  const one: Case = {
    name: 'product',
    connections: 64,
    bodies: asins.map((asin) => body(productQuery, { asin })),
  };
  const many: Case = {
    name: `products(${batchSize})`,
    connections: 32,
    bodies: asins.map((_, n) => body(productsQuery, { asins: [...asins, ...asins].slice(n, n + batchSize) })),
  };
  await checkSameAnswers(servers, [one, many]);

  const peak = await alternate(one, servers, pairs, seconds, ({ perSecond }) => perSecond);
  print(
    `Hot: cached \`product\`, fifteen fields, ${one.connections} connections (${pinning})`,
    'answers/s',
    peak,
    ours,
  );
  const bytes = await alternate(many, servers, pairs, seconds, ({ bytesPerSecond }) => bytesPerSecond / 1e6);
  print(`Hot: \`${many.name}\`, all cached, ${many.connections} connections`, 'MB/s', bytes, ours);
  await printLatency(servers, one, peak, pairs, seconds);
  await printOverload(servers, one, peak, quick);
  printCounting(median(peak.get(ours) ?? []));
}

/** Every server in turn, as many times as there are pairs, after one warm-up each. */
async function alternate(
  { bodies, connections }: Case,
  servers: readonly Server[],
  pairs: number,
  seconds: number,
  figure: (measured: Measured) => number,
): Promise<ReadonlyMap<Server, readonly number[]>> {
  const figures = new Map(servers.map((server) => [server, new Array<number>()]));
  for (let round = 0; round <= pairs; round += 1) {
    for (const [server, values] of figures) {
      const orders: Orders = { url: server.url, connections, seconds, bodies };
      const measured = await generate<Measured>('./load.ts', orders);
      if (measured.failures > 0) throw new Error(`${server.name} failed ${measured.failures} requests`);
      if (round > 0) values.push(figure(measured));
    }
  }
  return figures;
}

function print(title: string, unit: string, figures: ReadonlyMap<Server, readonly number[]>, ours: Server): void {
  const own = figures.get(ours) ?? [];
  table(
    `${title}; medians of ${own.length} rounds in turn`,
    ['server', unit, 'lowest', 'highest', 'ours ÷ this'],
    [...figures].map(([{ name }, values]) => [
      name,
      shown(median(values)),
      shown(Math.min(...values)),
      shown(Math.max(...values)),
      // Of each round on its own: what else the machine did then slowed both of a pair.
      median(values.map((value, round) => (own[round] ?? 0) / value)).toFixed(2),
    ]),
  );
}

async function printLatency(
  servers: readonly Server[],
  { bodies, connections }: Case,
  peak: ReadonlyMap<Server, readonly number[]>,
  pairs: number,
  seconds: number,
): Promise<void> {
  const measured = new Map(servers.map((server) => [server, new Array<PacedMeasured>()]));
  const paceOf = (server: Server) => Math.round(median(peak.get(server) ?? []) / 2);
  for (let round = 0; round < pairs; round += 1) {
    for (const [server, rounds] of measured) {
      const perSecond = paceOf(server);
      const orders: PacedOrders = { url: server.url, connections: connections * 4, perSecond, seconds, bodies };
      rounds.push(await generate<PacedMeasured>('./paced.ts', orders));
    }
  }
  table(
    `Hot: cached \`product\` at half the peak, asked at set times; medians of ${pairs} rounds in turn`,
    ['server', 'asked/s', 'answered/s', 'p50 ms', 'p99 ms', 'highest p99 ms', 'failed'],
    [...measured].map(([server, rounds]) => [
      server.name,
      paceOf(server),
      Math.round(median(rounds.map(({ served }) => served))),
      median(rounds.map(({ p50Ms }) => p50Ms)).toFixed(2),
      median(rounds.map(({ p99Ms }) => p99Ms)).toFixed(2),
      Math.max(...rounds.map(({ p99Ms }) => p99Ms)).toFixed(2),
      rounds.reduce((sum, { failed }) => sum + failed, 0),
    ]),
  );
}

async function printOverload(
  servers: readonly Server[],
  { bodies }: Case,
  peak: ReadonlyMap<Server, readonly number[]>,
  quick: boolean,
): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const server of servers) {
    const perSecond = Math.round(median(peak.get(server) ?? []) * 3);
    const before = server.memoryMb();
    const orders: PacedOrders = { url: server.url, connections: 1000, perSecond, seconds: quick ? 3 : 10, bodies };
    const { served, refused, unsent, failed, p99Ms } = await generate<PacedMeasured>('./paced.ts', orders);
    const during = server.memoryMb();
    const [asked = 0, ...shares] = [perSecond, served, refused, unsent].map(Math.round);
    const memory = [before, during].map(Math.round);
    rows.push([server.name, asked, ...shares, failed, p99Ms.toFixed(0), ...memory, String(server.running())]);
  }
  table(
    'Hot: cached `product` at three times the peak, 1,000 connections',
    [
      'server',
      'asked/s',
      'served/s',
      '503/s',
      'no connection free/s',
      'failed',
      'p99 of served ms',
      'MB before',
      'MB after',
      'alive',
    ],
    rows,
  );
}

/** Has every product of the sandbox remembered, and returns those it has as they are answered from then on. */
async function warm(url: string): Promise<readonly Row[]> {
  await askForAll(url);
  return await askForAll(url);
}

async function askForAll(url: string): Promise<readonly Row[]> {
  const asins = sandboxProducts('IN').map(({ asin }) => asin);
  const rows: Row[] = [];
  for (let from = 0; from < asins.length; from += batchSize) {
    const { data } = await ask(url, body(productsQuery, { asins: asins.slice(from, from + batchSize) }));
    const answered: readonly Row[] = data.products;
    rows.push(...answered.filter(({ asin }) => asin !== undefined));
  }
  return rows;
}

/** A fast answer that is another answer would be no win. */
async function checkSameAnswers([first, ...others]: readonly Server[], cases: readonly Case[]): Promise<void> {
  for (const { name, bodies } of cases) {
    const wanted = JSON.stringify(await ask(first?.url ?? '', bodies[0] ?? ''));
    for (const other of others) {
      const given = JSON.stringify(await ask(other.url, bodies[0] ?? ''));
      if (given !== wanted)
        throw new Error(`${other.name} answers ${name} differently:\n${given.slice(0, 500)}\n${wanted.slice(0, 500)}`);
    }
  }
}

async function ask(url: string, question: string) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: question });
  return JSON.parse(await answer.text());
}

function body(query: string, variables: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ query, variables });
}

function gatewayEnvironment(sandbox: { readonly environment: Readonly<Record<string, string>> }) {
  const pace = { MAX_REQUESTS_PER_SECOND: '500', SCRAPING_FALLBACK_ENABLED: 'false', CACHE_TTL_HOURS: '12' };
  return { ...sandbox.environment, ...pace, PORT: '0', LOG_LEVEL: 'INFO' };
}

function versionOf(name: string): string {
  const manifest: unknown = createRequire(import.meta.url)(`./node_modules/${name}/package.json`);
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

function shown(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}

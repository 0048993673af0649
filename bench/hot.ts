import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../src/config.ts';
import { namespacesOf } from '../src/gateway/namespace.ts';
import { sandboxProducts } from '../src/sandbox/catalogue.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { printLatency, printOverload } from './hot/pacing.ts';
import type { Measured, Orders } from './hot/load.ts';
import { generate, pinning, startServer, type Server } from './hot/process.ts';
import { batchSize, entitiesQuery, productQuery, productsQuery, type Row } from './hot/questions.ts';
import { printCounting } from './hot/counting.ts';
import { fillCache, randomLists } from './hot/many.ts';
import { median, shown, table } from './table.ts';

/** A case: its operations and the number of connections. */
export type Case = { readonly name: string; readonly bodies: readonly string[]; readonly connections: number };

/** A row of a table: a server, and its operations where they differ from the case's own. */
type Contender = { readonly name: string; readonly server: Server; readonly bodies?: readonly string[] };

type Rounds = { readonly pairs: number; readonly seconds: number };

/** The result of a round by wall time and by processor time, which does not depend on other load of the machine. */
type Figure = { readonly byClock: number; readonly byCpu: number };
type Figures = ReadonlyMap<string, readonly Figure[]>;

const manyProducts = 5_000;
const referencesAsked = 25;

/**
 * Cached products over real HTTP: the gateway as it is delivered (log at INFO, metrics, limits) beside Mercurius with
 * its JIT over a plain Map, yoga and Pothos as documented, and node:http without any GraphQL. All of them answer the
 * same products; they take turns on one core, with the load generator on another.
 */
export async function benchHot(quick: boolean): Promise<void> {
  const rounds = { pairs: quick ? 3 : 5, seconds: quick ? 2 : 5 };
  await using resources = new AsyncDisposableStack();
  const sandbox = resources.use(await startSandbox({ requestsPerSecond: 1000 }));
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-bench-'));
  resources.defer(() => rmSync(folder, { recursive: true }));
  const gateway = async (name: string, more: Readonly<Record<string, string>> = {}) =>
    resources.use(await startServer(name, '../../src/main.ts', [], { ...gatewayEnvironment(sandbox), ...more }));
  const peer = async (name: string, script: string, rows: readonly Row[]) => {
    const file = join(folder, `${rows.length}.json`);
    writeFileSync(file, JSON.stringify(rows));
    return resources.use(await startServer(name, script, [file]));
  };

  const ours = await gateway('asin-gateway');
  const asins = sandboxProducts('IN').map(({ asin }) => asin);
  const rows = await warm(ours.url, asins);
  const plain = await gateway('asin-gateway, FAST_PATH=false', { FAST_PATH: 'false' });
  await warm(plain.url, asins);
  const mercuriusName = `mercurius ${versionOf('mercurius')} with jit`;
  const mercurius = await peer(mercuriusName, './peer-mercurius.ts', rows);
  const yoga = await peer(`graphql-yoga ${versionOf('graphql-yoga')} + pothos`, './peer-yoga.ts', rows);
  const node = await peer('node:http + JSON.stringify', './peer-node.ts', rows);
  const servers = [ours, plain, mercurius, yoga, node];

  const known = rows.map(({ asin }) => asin);
  const one: Case = {
    name: 'product',
    connections: 64,
    bodies: known.map((asin) => body(productQuery, { asin })),
  };
  const many: Case = {
    name: `products(${batchSize})`,
    connections: 32,
    bodies: known.map((_, n) => body(productsQuery, { asins: [...known, ...known].slice(n, n + batchSize) })),
  };
  const entities: Case = {
    name: `_entities(${referencesAsked})`,
    connections: 32,
    bodies: rows.map((_, n) => {
      const asked = [...rows, ...rows].slice(n, n + referencesAsked);
      return body(entitiesQuery, { references: asked.map(({ id }) => ({ __typename: 'Product', id })) });
    }),
  };
  await checkSameAnswers(servers, [one, many]);
  await checkSameAnswers([ours, plain, yoga], [entities]);

  const peak = await alternate(one, servers.map(asContender), rounds, ({ perSecond }) => perSecond);
  print(`Hot: cached \`product\`, fifteen fields, ${one.connections} connections (${pinning})`, 'answers/s', peak);
  const bytes = await alternate(many, servers.map(asContender), rounds, megabytes);
  print(`Hot: \`${many.name}\`, all cached, ${many.connections} connections`, 'MB/s', bytes);

  const namespace = namespacesOf(parseConfig(gatewayEnvironment(sandbox))).answers;
  await printRandom(rounds, folder, namespace, gateway, (all) => peer(mercuriusName, './peer-mercurius.ts', all));
  const byHash = { name: 'by hash', server: ours, bodies: await byHashOf(ours.url, one.bodies) };
  const hashes = await alternate(
    one,
    [byHash, { name: 'by text', server: ours }],
    rounds,
    ({ perSecond }) => perSecond,
  );
  print('Hot: cached `product`, requested by hash (automatic persisted queries)', 'answers/s', hashes);
  const references = await alternate(
    entities,
    [ours, plain, yoga].map(asContender),
    rounds,
    ({ perSecond }) => perSecond,
  );
  print(`Hot: \`${entities.name}\`, all cached, ${entities.connections} connections`, 'answers/s', references);

  const paces = new Map(servers.map((server) => [server, peakOf(peak, server.name)]));
  await printLatency(paces, one, rounds.pairs, rounds.seconds);
  await printOverload(paces, one, quick);
  printCounting(peakOf(peak, ours.name));
}

/** Lists of fifty out of five thousand products, hardly any two of them alike. */
async function printRandom(
  rounds: Rounds,
  folder: string,
  namespace: string,
  gateway: (name: string, more: Readonly<Record<string, string>>) => Promise<Server>,
  mercuriusOf: (rows: readonly Row[]) => Promise<Server>,
): Promise<void> {
  const path = join(folder, 'cache.sqlite');
  const asins = await fillCache(path, namespace, manyProducts);
  const ours = await gateway('asin-gateway', { CACHE_URL: `sqlite:${path}` });
  const mercurius = await mercuriusOf(await warm(ours.url, asins));
  const random: Case = {
    name: `products(${batchSize}) of ${manyProducts}`,
    connections: 32,
    bodies: randomLists(asins, batchSize, 2_000).map((list) => body(productsQuery, { asins: list })),
  };
  await checkSameAnswers([ours, mercurius], [random]);
  const figures = await alternate(random, [ours, mercurius].map(asContender), rounds, megabytes);
  print(`Hot: \`products\`, fifty drawn at random from ${manyProducts} cached`, 'MB/s', figures);
}

/** Runs every contender in turn, once per pair, after one warm-up each. */
async function alternate(
  { bodies, connections }: Case,
  contenders: readonly Contender[],
  { pairs, seconds }: Rounds,
  figure: (measured: Measured) => number,
): Promise<Figures> {
  const figures = new Map(contenders.map(({ name }) => [name, new Array<Figure>()]));
  for (let round = 0; round <= pairs; round += 1) {
    for (const contender of contenders) {
      const { name, server } = contender;
      const orders: Orders = { url: server.url, connections, seconds, bodies: contender.bodies ?? bodies };
      const cpuBefore = server.cpuSeconds();
      const measured = await generate<Measured>('./load.ts', orders);
      const byClock = figure(measured);
      const byCpu = (byClock * measured.seconds) / (server.cpuSeconds() - cpuBefore);
      if (measured.failures > 0) throw new Error(`${name}: ${measured.failures} requests failed`);
      if (round > 0) figures.get(name)?.push({ byClock, byCpu });
    }
  }
  return figures;
}

/** The others are compared with the first row. */
function print(title: string, unit: string, figures: Figures): void {
  const [own = []] = figures.values();
  // The ratio is that of each round, because other load on the machine slows both of a pair.
  const ratio = (values: readonly Figure[], by: keyof Figure) =>
    median(values.map((value, round) => (own[round]?.[by] ?? 0) / value[by])).toFixed(2);
  table(
    `${title}; medians of ${own.length} rounds in turn`,
    ['', unit, 'lowest', 'highest', 'first ÷ this', `${unit} of CPU`, 'first ÷ this'],
    [...figures].map(([name, values]) => {
      const byClock = values.map((value) => value.byClock);
      const edges = [median(byClock), Math.min(...byClock), Math.max(...byClock)].map(shown);
      const byCpu = shown(median(values.map((value) => value.byCpu)));
      return [name, ...edges, ratio(values, 'byClock'), byCpu, ratio(values, 'byCpu')];
    }),
  );
}

/** The median of a contender by wall time. */
function peakOf(figures: Figures, name: string): number {
  return median((figures.get(name) ?? []).map(({ byClock }) => byClock));
}

function asContender(server: Server): Contender {
  return { name: server.name, server };
}

function megabytes({ bytesPerSecond }: Measured): number {
  return bytesPerSecond / 1e6;
}

/** Fills the cache with every product, and returns the found ones as later answers have them. */
async function warm(url: string, asins: readonly string[]): Promise<readonly Row[]> {
  await askForAll(url, asins);
  return await askForAll(url, asins);
}

async function askForAll(url: string, asins: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < asins.length; from += batchSize) {
    const { data } = await ask(url, body(productsQuery, { asins: asins.slice(from, from + batchSize) }));
    const answered: readonly Row[] = data.products;
    rows.push(...answered.filter(({ asin }) => asin !== undefined));
  }
  return rows;
}

/** The same operations by hash, with their text registered once. */
async function byHashOf(url: string, bodies: readonly string[]): Promise<readonly string[]> {
  const hashed = bodies.map((text) => {
    const { query, variables }: { readonly query: string; readonly variables: object } = JSON.parse(text);
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    return { query, variables, extensions: { persistedQuery: { version: 1, sha256Hash } } };
  });
  await ask(url, JSON.stringify(hashed[0]));
  return hashed.map(({ variables, extensions }) => JSON.stringify({ variables, extensions }));
}

/** Checks that the contenders give the same answer. */
async function checkSameAnswers([first, ...others]: readonly Server[], cases: readonly Case[]): Promise<void> {
  for (const { name, bodies } of cases) {
    const wanted = withoutTimes(await ask(first?.url ?? '', bodies[0] ?? ''));
    for (const other of others) {
      const given = withoutTimes(await ask(other.url, bodies[0] ?? ''));
      if (given !== wanted)
        throw new Error(`${other.name} answers ${name} differently:\n${given.slice(0, 500)}\n${wanted.slice(0, 500)}`);
    }
  }
}

/** Removes the times, because two gateways fetched the same product at different times. */
function withoutTimes(answer: unknown): string {
  return JSON.stringify(answer).replaceAll(/"fetchedAt":"[^"]*"/g, '"fetchedAt":""');
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

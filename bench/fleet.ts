import { connect } from 'node:net';
import { parseConfig } from '../src/config.ts';
import { createGateway, type Gateway } from '../src/gateway.ts';
import { startRedis, type RedisServer } from '../test/support/a-redis.ts';
import { seeded } from './seeded.ts';
import { asinNumber, paApiEnvironment, standIn, type StandIn } from './stand-in.ts';
import { table } from './table.ts';

/** Calls per second of the account. */
const perSecond = 1;
const slots = 10;
/** Permits are spaced by a little more than the rate. */
const capacity = (perSecond * slots) / 1.02;
const burst = 100;
/** Long enough for all of the burst, so that its calls can be counted. */
const burstDeadlineMs = 20_000;
const defaultDeadlineMs = 10_000;
/** A busy minute lets calls wait for more slots, unless the UTC day ends within hours: then its calls last. */
const toPaceSeconds = 70;
/** Twenty instances in one process may delay a call by more than the network would. */
const earlyMs = 150;
const hotRequests = 200;
/** Instead of a number of instances: one that has no Redis. */
const alone = 'alone';
type Size = number | typeof alone;

type Fleet = AsyncDisposable & {
  readonly gateways: readonly Gateway[];
  readonly redis: RedisServer;
  readonly amazon: StandIn;
};
type Answer = { readonly answered: boolean; readonly afterMs: number };

type Demand = {
  readonly name: string;
  readonly deadlineMs: number;
  /** What is asked before the measurement. */
  readonly before?: (ask: Ask) => Promise<unknown>;
  readonly run: (ask: Ask) => Promise<readonly Answer[]>;
};

/**
 * Measures instances of the gateway that share one account and one Redis: a burst of products that are asked for all over
 * the fleet, and a steady demand at half and at nine tenths of what the account's calls can carry, the latter after a minute
 * of the same demand. Demand is that of many independent clients. The commands of idle instances are subtracted.
 */
export async function benchFleet(quick: boolean): Promise<void> {
  const rows: (string | number)[][] = [];
  const seconds = quick ? 15 : 30;
  const sizes: readonly Size[] = quick ? [alone, 1, 5] : [alone, 1, 2, 5, 10, 20];
  const demands: readonly Demand[] = [
    { name: 'burst', deadlineMs: burstDeadlineMs, run: askAtOnce },
    { name: 'half', deadlineMs: defaultDeadlineMs, run: async (ask) => await askSteadily(ask, 0.5, seconds) },
    {
      name: 'nine tenths',
      deadlineMs: defaultDeadlineMs,
      before: async (ask) => await askSteadily(ask, 0.9, toPaceSeconds),
      run: async (ask) => await askSteadily(ask, 0.9, 2 * seconds),
    },
  ];
  for (const size of sizes) for (const demand of demands) rows.push(await measure(demand, size));
  const columns =
    'demand|instances|asked|answered|calls|slots filled|p50 s|p95 s|429|Redis per answer|Redis idle /s|Redis per hot';
  table(`Fleet: instances that share ${perSecond} call per second`, columns.split('|'), rows);
}

type Ask = () => Promise<Answer>;

async function askAtOnce(ask: Ask): Promise<readonly Answer[]> {
  return await Promise.all(Array.from({ length: burst }, async () => await ask()));
}

/** The times are random and independent; their number is exact. */
async function askSteadily(ask: Ask, share: number, seconds: number): Promise<readonly Answer[]> {
  const random = seeded(7);
  const times = Array.from({ length: Math.round(share * capacity * seconds) }, () => random() * seconds * 1000);
  const startedAt = performance.now();
  const answers: Promise<Answer>[] = [];
  for (const atMs of times.toSorted((a, b) => a - b)) {
    await rest(startedAt + atMs - performance.now());
    answers.push(ask());
  }
  return await Promise.all(answers);
}

async function measure(demand: Demand, size: Size) {
  await using fleet = await openFleet(size, demand);
  const { gateways, redis, amazon } = fleet;
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return await askFor(gateways[asked % gateways.length], asinNumber(asked));
  };
  // Until all of them are connected.
  await rest(2_000);
  for (const gateway of gateways) await askFor(gateway, asinNumber(1_000_000));
  await using commands = await watchCommands(redis);
  const idle = await commandsDuring(commands, async () => await rest(4_000));
  const idlePerSecond = idle.count / idle.seconds;
  await demand.before?.(ask);
  const before = amazon.count();
  let answers: readonly Answer[] = [];
  const busy = await commandsDuring(commands, async () => void (answers = await demand.run(ask)));
  const after = amazon.count();
  const hot = await commandsDuring(commands, async () => {
    for (let n = 0; n < hotRequests; n += 1) await askFor(gateways[0], asinNumber(gateways.length));
  });
  const times = answers
    .filter(({ answered }) => answered)
    .map(({ afterMs }) => afterMs)
    .toSorted((a, b) => a - b);
  const at = (share: number) => ((times[Math.ceil(times.length * share) - 1] ?? Number.NaN) / 1000).toFixed(2);
  const calls = after.calls - before.calls;
  const net = ({ count, seconds }: typeof busy) => Math.max(0, count - idlePerSecond * seconds);
  return [
    demand.name,
    size,
    answers.length,
    `${((times.length / answers.length) * 100).toFixed(1)} %`,
    calls,
    `${(((after.items - before.items) / (calls * slots)) * 100).toFixed(0)} %`,
    at(0.5),
    at(0.95),
    after.refused - before.refused,
    (net(busy) / times.length).toFixed(1),
    idlePerSecond.toFixed(1),
    (net(hot) / hotRequests).toFixed(2),
  ];
}

async function openFleet(size: Size, { deadlineMs }: Demand): Promise<Fleet> {
  await using opened = new AsyncDisposableStack();
  const redis = opened.use(await startRedis());
  const amazon = opened.use(await standIn(perSecond, earlyMs));
  const environment = {
    ...paApiEnvironment(amazon.origin, perSecond),
    CACHE_URL: size === alone ? 'memory:' : redis.url,
    REQUEST_DEADLINE_MS: String(deadlineMs),
  };
  const gateways = Array.from({ length: size === alone ? 1 : size }, () =>
    opened.use(createGateway(parseConfig(environment))),
  );
  const resources = opened.move();
  return { gateways, redis, amazon, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function askFor(gateway: Gateway | undefined, asin: string): Promise<Answer> {
  const query = 'query ($asin: ASIN!) { product(asin: $asin) { ... on Product { asin } } }';
  const body = JSON.stringify({ query, variables: { asin } });
  const headers = { 'content-type': 'application/json' };
  const startedAt = performance.now();
  const response = await gateway?.fetch(new Request('http://gateway/graphql', { method: 'POST', headers, body }));
  const answered = (await response?.text())?.includes(`{"data":{"product":{"asin":"${asin}"}}`) === true;
  return { answered, afterMs: performance.now() - startedAt };
}

type Commands = AsyncDisposable & { readonly count: () => number };

/** Counts the commands that clients send; those that scripts run are not counted. */
async function watchCommands(redis: RedisServer): Promise<Commands> {
  let count = 0;
  let rest = '';
  const socket = connect(redis.port, '127.0.0.1');
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\r\n');
    rest = lines.pop() ?? '';
    count += lines.filter((line) => /^\+[\d.]+ \[\d+ (?!lua)/.test(line)).length;
  });
  socket.write('MONITOR\r\n');
  return {
    count: () => count,
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}

async function commandsDuring(commands: Commands, run: () => Promise<void>) {
  const before = commands.count();
  const startedAt = performance.now();
  await run();
  await rest(200);
  return { count: commands.count() - before, seconds: (performance.now() - startedAt) / 1000 };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, Math.max(0, ms)));
}

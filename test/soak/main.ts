import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/sandbox/catalogue/random.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { startRedis } from '../support/a-redis.ts';
import { redisServer } from '../support/prerequisites.ts';
import { runClients } from './clients.ts';
import { runHostileClients } from './hostile.ts';
import { startInstance, type Measured } from './instance.ts';
import { growthOf, type Growth } from './growth.ts';
import { createSoakTally, note } from './tally.ts';
import { causeTroubles } from './troubles.ts';

/**
 * `npm run soak -- [--minutes 10] [--seed text]`: two gateways on one Redis under clients that check every answer against
 * the sandbox's catalogue, clients that misbehave, and troubles of upstreams, Redis and clocks. Exits with 1 unless no
 * answer is wrong, no request is lost, and memory and handles are flat.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: `${Date.now()}` } },
});
const rounds = 6;
const roundMs = (Number(values.minutes) * 60_000) / rounds;
if (!(roundMs > 0)) throw new Error('--minutes takes a number above 0');

const clientsEach = 6;
const hostileEach = 4;
/** What is under way when a round ends is given so long. */
const settleMs = 3_000;

const toldReasons = 5;

const random = seededRandom(values.seed);
const tally = createSoakTally();
await using stack = new AsyncDisposableStack();
if (redisServer.path === undefined) console.warn(redisServer.hint);
const redis = redisServer.path !== undefined ? stack.use(await startRedis()) : undefined;
const sandbox = stack.use(await startSandbox({ requestsPerSecond: 10_000 }));
const environment = {
  PATH: process.env['PATH'] ?? '',
  ...sandbox.environment,
  LOG_LEVEL: 'SILENT',
  MAX_REQUESTS_PER_SECOND: '30',
  MAX_DAILY_REQUESTS: '10000000',
  SCRAPING_REQUESTS_PER_SECOND: '10',
  REQUEST_DEADLINE_MS: '4000',
  // So short that all ages of a copy occur.
  CACHE_TTL_HOURS: '0.001',
  CACHE_STALE_HOURS: '0.003',
  CACHE_MAX_ENTRIES: '500',
  ...(redis !== undefined && { CACHE_URL: redis.url }),
};
const instances = await Promise.all([startInstance(environment), startInstance(environment)]);
const urls = instances.map(({ url }) => url);

console.log(
  `soak of ${values.minutes} minutes, seed ${values.seed}, ${redis === undefined ? 'without' : 'with'} Redis`,
);
const measured: (readonly Measured[])[] = [];
for (let round = 1; round <= rounds; round += 1) {
  await playRound();
  const now = await Promise.all(instances.map(async (instance) => await instance.measure()));
  measured.push(now);
  for (const { unexpected } of now) for (const surprise of unexpected) note(tally, 'wrong', surprise);
  const memory = now.map(({ heapBytes, handles }) => `${(heapBytes / 2 ** 20).toFixed(1)} MB, ${handles} handles`);
  console.log(
    `round ${round}: ${tally.asked} asked, ${tally.checked} products checked, ${tally.wrong} wrong, ${tally.lost} lost; ${memory.join(' · ')}`,
  );
}
const ends = await Promise.all(instances.map(async (instance) => await instance.stop()));
report(instances.map((_, index) => growthOf(measured.flatMap((now) => now[index] ?? []))));

async function playRound(): Promise<void> {
  const over = new AbortController();
  const options = { urls, signal: over.signal, random, tally };
  const playing = Promise.all([
    runClients(clientsEach * instances.length, options),
    runHostileClients(hostileEach * instances.length, options),
    causeTroubles({ sandbox, redis, instances, signal: over.signal, random, tally }),
  ]);
  await pause(roundMs);
  over.abort();
  await playing;
  await pause(settleMs);
}

function report(growths: readonly Growth[]): void {
  const { asked, answered, unavailable, hostile, troubles, checked, wrong, lost } = tally;
  console.log(
    `${asked} requests asked, ${answered} answered whole, ${unavailable} with an honest error; ${hostile} attacks, ${troubles} troubles; ${checked} products checked`,
  );
  const reasons = [...tally.reasons].toSorted(([, a], [, b]) => b - a).slice(0, toldReasons);
  for (const [reason, count] of reasons) console.log(`  ${count} × ${reason}`);
  for (const finding of tally.findings) console.log(`  ${finding}`);
  for (const [index, { heapBytes, handles }] of growths.entries()) {
    const megabytes = `${heapBytes < 0 ? '' : '+'}${(heapBytes / 2 ** 20).toFixed(1)} MB`;
    console.log(
      `gateway ${index + 1}: ${megabytes} heap, ${handles < 0 ? '' : '+'}${handles} handles; ended with ${ends[index]}`,
    );
  }
  const flat = growths.every((growth) => growth.flat);
  const ended = ends.every((end) => end === 'exit code 0');
  console.log(`wrong answers ${wrong}, lost ${lost}, memory and handles ${flat ? 'flat' : 'NOT FLAT'}`);
  process.exitCode = wrong === 0 && lost === 0 && flat && ended ? 0 : 1;
}

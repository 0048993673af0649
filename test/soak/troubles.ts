import { setTimeout as pause } from 'node:timers/promises';
import { sandboxApis, type SandboxFault } from '../../src/sandbox/fault.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { RedisServer } from '../support/a-redis.ts';
import type { Instance } from './instance.ts';
import type { SoakTally } from './tally.ts';

/** What can be troubled, and until when. */
export type TroublesOptions = {
  readonly sandbox: Sandbox;
  readonly redis: RedisServer | undefined;
  readonly instances: readonly Instance[];
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly tally: SoakTally;
};

const dayMs = 24 * 60 * 60 * 1000;

/** Faults that pass with the trouble are frequent; those that close a circuit for minutes are rare. */
const frequent: readonly SandboxFault[] = [
  { kind: 'latency', latencyMs: 700 },
  { kind: 'latency', latencyMs: 3_000 },
  { kind: 'throttle', retryAfterSeconds: 1 },
  { kind: 'throttle' },
  { kind: 'outage', status: 500 },
  { kind: 'outage', status: 503 },
  { kind: 'reset' },
  { kind: 'hang' },
];
const rare: readonly SandboxFault[] = [{ kind: 'credentials' }, { kind: 'robot-check' }];
const rareShare = 0.04;

/** Troubles upstreams, Redis and clocks at random; when the signal aborts everything is well again and it resolves. */
export async function causeTroubles(options: TroublesOptions): Promise<void> {
  await Promise.all([troubleUpstreams(options), troubleUpstreams(options), troubleRedis(options), stepClocks(options)]);
}

async function troubleUpstreams({ sandbox, signal, random, tally }: TroublesOptions): Promise<void> {
  while (!signal.aborted) {
    await rest(300 + random() * 2_000, signal);
    const api = sandboxApis[Math.floor(random() * sandboxApis.length)];
    const kinds = random() < rareShare ? rare : frequent;
    if (api === undefined || signal.aborted) continue;
    tally.troubles += 1;
    sandbox.misbehave(api, kinds[Math.floor(random() * kinds.length)]);
    await rest(300 + random() * 2_500, signal);
    sandbox.misbehave(api, undefined);
  }
  for (const api of sandboxApis) sandbox.misbehave(api, undefined);
}

async function troubleRedis({ redis, signal, random, tally }: TroublesOptions): Promise<void> {
  if (redis === undefined) return;
  while (!signal.aborted) {
    await rest(1_000 + random() * 4_000, signal);
    if (signal.aborted) return;
    tally.troubles += 1;
    const turn = random();
    if (turn < 0.4) {
      redis.freeze();
      await rest(100 + random() * 2_500, signal);
      redis.thaw();
    } else if (turn < 0.7) {
      redis.command('FLUSHALL');
    } else {
      await redis.kill();
      await rest(100 + random() * 3_000, signal);
      await redis.start();
    }
  }
}

async function stepClocks({ instances, signal, random, tally }: TroublesOptions): Promise<void> {
  while (!signal.aborted) {
    await rest(1_000 + random() * 4_000, signal);
    const instance = instances[Math.floor(random() * instances.length)];
    if (instance === undefined || signal.aborted) continue;
    tally.troubles += 1;
    // A machine that slept, or a clock that was set: by seconds or by days, to either side.
    const largestMs = random() < 0.5 ? 30_000 : 2 * dayMs;
    const sleptMs = random() < 0.3 ? random() * 15 * 60_000 : 0;
    instance.step((random() * 2 - 1) * largestMs, sleptMs);
    await rest(500 + random() * 3_000, signal);
    instance.step(0, 0);
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

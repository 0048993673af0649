import type { Asin } from '../../src/product/asin.ts';
import { createBatcher } from '../../src/source/batching/batcher.ts';
import type { Waiter } from '../../src/source/batching/waiter.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Finding } from '../../src/source/source.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { LookupQueue } from '../../src/coordination/queue/lookup-queue.ts';
import { createSharedQueue } from '../../src/coordination/queue/shared-queue.ts';
import { createSharedPermits } from '../../src/coordination/shared-permits.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { aQuestion } from './asins.ts';
import { fakeSource, findAll, type FakeBehaviour, type FakeCall, type FakeSource } from './fake-source.ts';
import { askingThrough, type Asking } from './open-operations.ts';

/** The batcher of one instance, over a Redis. */
export type Instance = AsyncDisposable & {
  readonly name: string;
  readonly events: readonly GatewayEvent[];
  readonly batcher: Asking;
  readonly source: FakeSource;
  readonly redis: Redis;
  /** How many requests it has sent to the queue. */
  readonly requests: () => number;
  /** Resolves when a lookup of this instance has been taken by another one. */
  readonly waits: () => Promise<void>;
  /** Ends it as a crash does: from now on it sends nothing. */
  readonly die: () => Promise<void>;
};

/** Options of an instance. */
export type InstanceOptions = {
  readonly perSecond: number;
  readonly perDay?: number;
  readonly behaviour?: FakeBehaviour;
  readonly namespace?: string;
  readonly clock?: Clock;
  /** Calls are paced so that interactive lookups take no longer; absent: they are not paced. */
  readonly interactiveP95Ms?: number;
};

let count = 0;

/** Starts an instance on the Redis at `url`. Its source answers after 20 ms. */
export function anInstance(url: string, options: InstanceOptions): Instance {
  const { perSecond, perDay = 8_640, behaviour = {}, namespace = 'ours', clock = systemClock } = options;
  const { interactiveP95Ms } = options;
  const instance = `instance-${(count += 1)}`;
  const source = fakeSource({
    async lookup(asins, { marketplace }) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return findAll(asins, marketplace);
    },
    ...behaviour,
  });
  const events: GatewayEvent[] = [];
  const report = (event: GatewayEvent) => void events.push(event);
  const redis = openRedis({ url, clock });
  const account = { redis, account: 'associates', instance };
  const permits = createSharedPermits({ ...account, allowance: { perSecond, burst: 1, perDay }, clock, report });
  const shared = createSharedQueue({ ...account, permits, namespace });
  const taken = Promise.withResolvers<void>();
  let requests = 0;
  const queue: LookupQueue = {
    ...shared,
    async request(request) {
      requests += 1;
      const reply = await shared.request(request);
      if (reply.states.some(({ kind }) => kind === 'taken')) taken.resolve();
      return reply;
    },
    listen(onHint, onChange) {
      shared.listen((hints) => {
        onHint(hints);
        if (hints.some(({ kind }) => kind === 'taken')) taken.resolve();
      }, onChange);
    },
  };
  const accounts = [{ sources: [source], permits }];
  const parts = { accounts, clock, random: () => 0.5, report, queueOf: () => queue, interactiveP95Ms };
  const close = async () => {
    permits[Symbol.dispose]();
    await redis[Symbol.asyncDispose]();
  };
  return {
    name: instance,
    events,
    batcher: askingThrough(createBatcher(parts)),
    source,
    redis,
    requests: () => requests,
    waits: async () => await taken.promise,
    die: close,
    [Symbol.asyncDispose]: close,
  };
}

/** A waiter whose deadline is in `forMs`. */
export function aWaiter(forMs = 15_000, parts: Partial<Waiter> = {}): Waiter {
  const deadlineAt = performance.now() + forMs;
  return { operation: {}, signal: new AbortController().signal, deadlineAt, priority: 'INTERACTIVE', ...parts };
}

/** Looks all of them up as one operation. */
export async function ask(
  { batcher, source }: Instance,
  asins: readonly Asin[],
  waiter = aWaiter(),
): Promise<readonly Finding[]> {
  return await Promise.all(asins.map((asin) => batcher.lookup(source, aQuestion(asin), waiter)));
}

/** The calls of all instances, in the order of time. */
export function calls(...instances: readonly Instance[]): readonly FakeCall[] {
  return instances.flatMap(({ source }) => source.calls).toSorted((a, b) => a.at - b.at);
}

/** The different kinds of the findings. */
export function kinds(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(({ kind }) => kind));
}

/** `answered`, or the code of the error. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof SourceError ? error.code : error),
  );
}

/** Least milliseconds between two calls that follow each other. */
export function closest(made: readonly { readonly at: number }[]): number {
  return Math.min(...made.slice(1).map(({ at }, index) => at - (made[index]?.at ?? 0)));
}

import { systemClock } from '../../src/clock.ts';
import type { LookupQueue, Offer, QueueReply, QueueRequest } from '../../src/coordination/queue/lookup-queue.ts';
import { createSharedQueue } from '../../src/coordination/queue/shared-queue.ts';
import { createSharedPermits, type SharedPermits } from '../../src/coordination/shared-permits.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import type { Allowance } from '../../src/rate-limit/permits.ts';

/** The queue in Redis as one instance uses it, without the lookups of an instance. */
export type BareQueue = AsyncDisposable & {
  readonly permits: SharedPermits;
  readonly queue: LookupQueue;
  /** Offers lookups with these keys, and serves their group. */
  readonly offer: (
    keys: readonly string[],
    parts?: Partial<Offer>,
    request?: Partial<QueueRequest>,
  ) => Promise<QueueReply>;
};

/** Options of a bare queue. */
export type BareQueueOptions = Partial<Allowance> & {
  readonly instance?: string;
  /** Makes of a connection another one. */
  readonly through?: (redis: Redis) => Redis;
};

/** The group of all offers. */
export const bareGroup = { name: 'lookup/IN', operation: 'lookup', slots: 10 };

/** Connects to the queue on the Redis at `url`. */
export async function aQueue(url: string, options: BareQueueOptions = {}): Promise<BareQueue> {
  const { instance = 'one', through = (redis: Redis) => redis, ...allowance } = options;
  const opened = openRedis({ url, clock: systemClock });
  await opened.attempted;
  const account = { redis: through(opened), account: 'associates', instance };
  const parts = { allowance: { perSecond: 1, burst: 1, ...allowance }, clock: systemClock, report: () => undefined };
  const permits = createSharedPermits({ ...account, ...parts });
  const queue = createSharedQueue({ ...account, permits, namespace: 'ours' });
  const times = { turn: 0, leaveInMs: 60_000, deadlineInMs: 61_000, askedAgoMs: 0, mayBeOldMs: 0 };
  const fixed = { group: bareGroup, question: '', priority: 0, calls: 0, first: false, refusable: true, ...times };
  return {
    permits,
    queue,
    async offer(keys, offered = {}, request = {}) {
      const offers = keys.map((key) => ({ ...fixed, key, ...offered }));
      return await queue.request({ offers, serves: [bareGroup], mayWait: new Map(), others: 1, ...request });
    },
    async [Symbol.asyncDispose]() {
      permits[Symbol.dispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}

import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRedisStore } from '../../src/cache/stores/redis-store.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import { agreeScript, createAgreedKeys } from '../../src/coordination/agreed-key.ts';
import { createInstanceStats } from '../../src/coordination/instance-stats.ts';
import { openRedis, type Redis } from '../../src/coordination/redis.ts';
import type { LookupQueue } from '../../src/coordination/queue/lookup-queue.ts';
import { createSharedQueue } from '../../src/coordination/queue/shared-queue.ts';
import { createSharedPermits } from '../../src/coordination/shared-permits.ts';
import { createSharedTokenStore } from '../../src/coordination/shared-token.ts';
import { storeContract } from '../contract/store.ts';
import { hasRedis } from '../support/a-redis.ts';
import { startCluster } from '../support/a-redis-cluster.ts';
import { startSentinels } from '../support/a-redis-sentinel.ts';
import { anEntry, entries } from '../cache/an-entry.ts';

const report = () => undefined;
/** A user with the permissions that `docs/operations.md` names. */
const user = [
  '--user',
  'gateway',
  'on',
  '>let-me-in',
  '~asin-gateway:*',
  '&asin-gateway:*',
  '+@all',
  '-@admin',
  '-@dangerous',
];
const withUser = (url: string) => url.replace('://', '://gateway:let-me-in@');

const topologies = [
  { name: 'Redis behind Sentinel', start: async () => await startSentinels() },
  { name: 'a Redis Cluster', start: async () => await startCluster({ serverOptions: user }), userUrl: withUser },
] as const;

describe.runIf(hasRedis()).each(topologies)('over $name', (topology) => {
  let servers: AsyncDisposable & { readonly url: string };
  const connections = new AsyncDisposableStack();
  const connect = async (): Promise<Redis> => {
    const url = 'userUrl' in topology ? topology.userUrl(servers.url) : servers.url;
    const redis = connections.use(openRedis({ url, clock: systemClock }));
    await redis.attempted;
    return redis;
  };

  beforeAll(async () => void (servers = await topology.start()), 60_000);
  afterAll(async () => {
    await connections.disposeAsync();
    await servers[Symbol.asyncDispose]();
  });

  const openStore = async (clock: Clock = systemClock) =>
    createRedisStore({ redis: await connect(), namespace: `asin-gateway:${randomUUID()}`, clock, report });

  storeContract('the Redis store', openStore);

  test('fifty entries of as many slots are written and read at once', async () => {
    const store = await openStore();
    await store.setMany(entries(50));
    const found = await store.getMany(entries(50).map(({ key }) => key));
    expect(found.map((entry) => entry?.value)).toEqual(entries(50).map(({ entry }) => entry.value));
    await store.setMany([{ key: 'k0', entry: anEntry('new') }]);
    expect((await store.getMany(['k0', 'k1', 'none'])).map((entry) => entry?.value)).toEqual(['new', 1, undefined]);
  });

  test('two instances share one rate and one count of the day', async () => {
    const allowance = { perSecond: 1, burst: 1, perDay: 3 };
    const permitsOf = async (instance: string) =>
      connections.use(
        createSharedPermits({
          redis: await connect(),
          account: 'shop',
          instance,
          allowance,
          clock: systemClock,
          report,
        }),
      );
    const [one, other] = [await permitsOf('one'), await permitsOf('other')];
    const dueInMs = [];
    for (const permits of [one, other, one]) {
      const permit = await permits.reserve(Infinity);
      dueInMs.push('refused' in permit ? permit.refused : Math.round(permit.dueInMs / 1020));
    }
    expect(dueInMs).toEqual([0, 1, 2]);
    expect(await other.reserve(Infinity)).toMatchObject({ refused: 'DAY_QUOTA' });
    expect(other.quota()).toMatchObject({ usedToday: 3 });
  });

  test('permit and lookups are taken in one step, and outcomes and hints reach the other instance', async () => {
    const queueOf = async (instance: string) => {
      const redis = await connect();
      const account = { redis, account: 'queue', instance };
      const allowance = { perSecond: 1, burst: 1 };
      const permits = connections.use(createSharedPermits({ ...account, allowance, clock: systemClock, report }));
      const queue = createSharedQueue({ ...account, permits, namespace: 'shop' });
      const hints: string[] = [];
      queue.listen(
        (heard) => void hints.push(...heard.map(({ kind, key }) => `${kind} ${key}`)),
        () => undefined,
      );
      return { queue, hints };
    };
    const [one, other] = [await queueOf('one'), await queueOf('other')];
    const unpaced = { mayWait: new Map() };
    const group = { name: 'lookup/IN', operation: 'lookup', slots: 10 };
    const offer = {
      group,
      question: 'B000000001',
      priority: 0,
      turn: 0,
      leaveInMs: 5_000,
      deadlineInMs: 6_000,
      askedAgoMs: 0,
      mayBeOldMs: 0,
      calls: 0,
      first: false,
      refusable: true,
    };
    const offering = async (queue: LookupQueue, key: string, serves = [group]) =>
      await queue.request({ offers: [{ ...offer, key }], serves, ...unpaced, others: 1 });
    expect(await offering(one.queue, 'first', [])).toMatchObject({ states: [{ kind: 'waiting' }] });
    // The subscription is not awaited.
    await expect
      .poll(async () => {
        const { call } = await offering(other.queue, 'second');
        if (call !== undefined) expect(call.lookups.map(({ key }) => key)).toEqual(['first', 'second']);
        return call?.group;
      })
      .toBe('lookup/IN');
    other.queue.publish('lookup/IN', 'first', 'A outcome of first');
    await expect.poll(() => one.hints).toEqual(expect.arrayContaining(['taken first', 'answered first']));
    const again = await one.queue.request({
      offers: [{ ...offer, key: 'first', askedAgoMs: 10_000 }],
      serves: [],
      ...unpaced,
      others: 0,
    });
    expect(again.states).toEqual([{ kind: 'answered', outcome: 'outcome of first' }]);
  });

  test('a token is fetched once', async () => {
    let fetched = 0;
    const tokensOf = async (instance: string) =>
      createSharedTokenStore({
        redis: await connect(),
        instance,
        credential: ['id', 'secret'],
        clock: systemClock,
        timeoutMs: 5_000,
        fetch: async () => ({ value: `token ${(fetched += 1)}`, expiresInMs: 3_600_000 }),
      });
    const { signal } = new AbortController();
    const stores = [await tokensOf('one'), await tokensOf('other')];
    expect(await Promise.all(stores.map(async (store) => await store.get(signal)))).toEqual(['token 1', 'token 1']);
  });

  test('instances see each other’s statistics, and agree on the key of their cursors', async () => {
    const [one, other] = [await connect(), await connect()];
    const statsOf = (redis: Redis, instance: string) => createInstanceStats({ redis, instance, namespace: 'shop' });
    await statsOf(one, 'one').publish('1 call');
    expect(await statsOf(other, 'other').publish('2 calls')).toEqual(['1 call']);
    const keyOf = async (redis: Redis) => {
      const agree = async (key: string) => String(await redis.run(agreeScript, ['shop:cursor-key'], [key]));
      return (await createAgreedKeys({ agree, randomBytes, clock: systemClock })(false))[0].toString('hex');
    };
    expect(await keyOf(one)).toBe(await keyOf(other));
  });
});

import { randomBytes, randomUUID } from 'node:crypto';
import type { StoreBacking } from '../cache/open-store.ts';
import { createSqliteDayLedger } from '../cache/stores/sqlite-day-ledger.ts';
import { agreeInSqlite } from '../cache/stores/sqlite-key.ts';
import type { Report } from '../event.ts';
import { agreeScript, createAgreedKeys, type AgreedKeys } from '../coordination/agreed-key.ts';
import type { Clock } from '../clock.ts';
import { createDayCount } from '../rate-limit/day-count.ts';
import type { LookupQueue } from '../coordination/queue/lookup-queue.ts';
import { createSharedQueue } from '../coordination/queue/shared-queue.ts';
import { createPermits, type Allowance, type Permits } from '../rate-limit/permits.ts';
import { createInstanceStats, type SharedInstanceStats } from '../coordination/instance-stats.ts';
import type { Redis } from '../coordination/redis.ts';
import { createSharedPermits } from '../coordination/shared-permits.ts';
import { createSharedTokenStore } from '../coordination/shared-token.ts';
import { createTokenStore, type TokenOptions, type TokenStore } from '../upstream/token.ts';

/** What instances of the gateway share, as far as the backing of the cache allows. */
export type Sharing = {
  /** Permits of the account with this name; the count of a limited day outlives the process in a file or in Redis. */
  permits(account: string, allowance: Allowance): Permits;
  /** Tokens of one credential. */
  tokens(credential: readonly string[], options: TokenOptions): TokenStore;
  /** The queue of the account with these permits; absent where there are no other instances. */
  readonly queueOf?: (permits: Permits) => LookupQueue | undefined;
  /** Statistics of all instances; absent where there are no other instances. */
  readonly instanceStats?: SharedInstanceStats;
  /** The keys that sign search cursors. */
  readonly cursorKeys: AgreedKeys;
  /** What does not work at the moment, in one message per cause. */
  degraded(): readonly string[];
};

/** Parts of the gateway that sharing depends on. */
export type SharingContext = {
  readonly clock: Clock;
  readonly report: Report;
  readonly stack: AsyncDisposableStack;
  /** Instances with the same sources use the same namespace; permits and tokens have names of their own. */
  readonly namespace: string;
};

/** Redis shares everything; a file keeps the day's count over a restart; memory shares nothing. */
export function createSharing(backing: StoreBacking, context: SharingContext): Sharing {
  if (backing.kind === 'redis') return shareOverRedis(backing.redis, context);
  const { clock, report, stack, namespace } = context;
  const path = backing.kind === 'sqlite' ? backing.path : undefined;
  const ledger = path === undefined ? undefined : stack.use(createSqliteDayLedger(path, report));
  return {
    permits(account, allowance) {
      const kept = ledger === undefined || allowance.perDay === undefined ? undefined : { ledger, account };
      return createPermits(allowance, clock, { day: createDayCount(clock, { kept, report }) });
    },
    tokens: (_, options) => createTokenStore(options),
    cursorKeys: createAgreedKeys({
      agree: async (key) => (path === undefined ? key : agreeInSqlite(path, `cursor ${namespace}`, key)),
      randomBytes,
      clock,
    }),
    degraded: () => [],
  };
}

function shareOverRedis(redis: Redis, { clock, report, stack, namespace }: SharingContext): Sharing {
  const instance = randomUUID();
  const queues = new Map<Permits, LookupQueue>();
  redis.onChange((up, reason) =>
    report({ type: 'sharing', state: up ? 'UP' : 'DOWN', ...(reason !== undefined && { reason }) }),
  );
  return {
    permits(account, allowance) {
      const permits = stack.use(createSharedPermits({ redis, account, instance, allowance, clock, report }));
      queues.set(permits, createSharedQueue({ redis, permits, account, instance, namespace }));
      return permits;
    },
    queueOf: (permits) => queues.get(permits),
    tokens: (credential, options) => createSharedTokenStore({ ...options, redis, instance, credential }),
    cursorKeys: createAgreedKeys({
      agree: async (key) => String(await redis.run(agreeScript, [`${namespace}:cursor-key`], [key])),
      randomBytes,
      clock,
    }),
    instanceStats: createInstanceStats({ redis, instance, namespace }),
    degraded: () => degradationOf(redis),
  };
}

function degradationOf(redis: Redis): readonly string[] {
  const problem = redis.problem();
  if (problem !== undefined) return [`Redis: ${problem}; cached entries, permits, tokens and lookups are not shared`];
  if (redis.state() === 'UP') return [];
  const cause = redis.state() === 'CONNECTING' ? 'connecting' : 'no script can be run';
  return [`Redis: ${cause}; permits, tokens and lookups are not shared`];
}

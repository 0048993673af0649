import { randomBytes, randomUUID } from 'node:crypto';
import { createSqliteDayLedger } from '../cache/stores/sqlite-day-ledger.ts';
import { agreeInSqlite } from '../cache/stores/sqlite-key.ts';
import type { Config } from '../config.ts';
import type { Report } from '../event.ts';
import { agreeScript, createAgreedKeys, type AgreedKeys } from '../coordination/agreed-key.ts';
import type { Clock } from '../clock.ts';
import { createDayCount } from '../rate-limit/day-count.ts';
import type { Leases } from '../coordination/leases.ts';
import { createPermits, type Allowance, type Permits } from '../rate-limit/permits.ts';
import { createInstanceStats, type SharedInstanceStats } from '../coordination/instance-stats.ts';
import { createSharedLeases } from '../coordination/shared-leases.ts';
import { createSharedPermits } from '../coordination/shared-permits.ts';
import { createSharedRedis } from '../coordination/shared-redis.ts';
import { createSharedTokenStore } from '../coordination/shared-token.ts';
import { createTokenStore, type TokenOptions, type TokenStore } from '../upstream/token.ts';

/** What instances of the gateway have in common, as far as `CACHE_URL` lets them. */
export type Sharing = {
  /** Permits of the account with this name; those of a limited day outlive the process where something persists. */
  permits(account: string, allowance: Allowance): Permits;
  /** Tokens of one credential. */
  tokens(credential: readonly string[], options: TokenOptions): TokenStore;
  /** Which asks other instances have under way; absent where there are no others. */
  readonly leases?: Leases;
  /** Where instances tell each other their counts. */
  readonly board?: SharedInstanceStats;
  /** What search cursors are signed with. */
  readonly cursorKeys: AgreedKeys;
  /** What is not shared at the moment although it should be. */
  degraded(): readonly string[];
};

/** Parts of the house that every sharing is made with. */
export type SharingContext = {
  readonly clock: Clock;
  readonly report: Report;
  readonly stack: AsyncDisposableStack;
  /** Of what instances with the same sources share; permits and tokens have names of their own. */
  readonly namespace: string;
};

/** Redis shares everything, a file keeps the day's count over a restart, memory keeps to this process. */
export function createSharing(config: Config, context: SharingContext): Sharing {
  const { url } = config.cache;
  if (url.kind === 'redis') return overRedis(url.url, context);
  const { clock, report, stack, namespace } = context;
  const ledger = url.kind === 'sqlite' ? stack.use(createSqliteDayLedger(url.path, report)) : undefined;
  return {
    permits(account, allowance) {
      const kept = ledger === undefined || allowance.perDay === undefined ? undefined : { ledger, account };
      return createPermits(allowance, clock, { day: createDayCount(clock, { kept, report }) });
    },
    tokens: (_, options) => createTokenStore(options),
    cursorKeys: createAgreedKeys({
      agree: async (key) => (url.kind === 'sqlite' ? agreeInSqlite(url.path, `cursor ${namespace}`, key) : key),
      randomBytes,
      clock,
    }),
    degraded: () => [],
  };
}

function overRedis(url: string, { clock, report, stack, namespace }: SharingContext): Sharing {
  const instance = randomUUID();
  const redis = stack.use(
    createSharedRedis({
      url,
      clock,
      onChange: (up, reason) =>
        report({ type: 'sharing', state: up ? 'UP' : 'DOWN', ...(reason !== undefined && { reason }) }),
    }),
  );
  return {
    permits: (account, allowance) =>
      stack.use(createSharedPermits({ redis, account, instance, allowance, clock, report })),
    tokens: (credential, options) => createSharedTokenStore({ ...options, redis, instance, credential }),
    leases: createSharedLeases({ redis, instance, namespace }),
    cursorKeys: createAgreedKeys({
      agree: async (key) => String(await redis.run(agreeScript, [`${namespace}:cursor-key`], [key])),
      randomBytes,
      clock,
    }),
    board: createInstanceStats({ redis, instance, board: `fleet:${namespace}` }),
    degraded: () => (redis.state() === 'UP' ? [] : ['permits, tokens and flights are not shared: Redis is lost']),
  };
}

import { defaultTtlMs, licenceLimitMs } from '../catalog/lifetimes.ts';
import { parseRedisUrl, redisForms } from '../coordination/redis-url.ts';
import type { EnvironmentReader } from './environment.ts';

/** The store behind the cache in memory. A Redis URL may contain a password. */
export type CacheUrl =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'redis'; readonly url: string };

/** The store, the lifetimes and the size of the cache. */
export type CacheConfig = {
  readonly url: CacheUrl;
  readonly ttlMs: number;
  readonly staleMs: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
};

const hourMs = 60 * 60 * 1000;

/** Reads the `CACHE_…` variables. */
export function readCache(reader: EnvironmentReader): CacheConfig {
  const licenceHours = licenceLimitMs / hourMs;
  const staleHours = reader.decimal('CACHE_STALE_HOURS', { above: 0, to: licenceHours }, licenceHours);
  const ttlHours = reader.decimal(
    'CACHE_TTL_HOURS',
    { from: 0, to: licenceHours },
    Math.min(defaultTtlMs / hourMs, staleHours),
  );
  if (ttlHours > staleHours) reader.fault('CACHE_TTL_HOURS', 'must not be more than CACHE_STALE_HOURS');
  return {
    url: readCacheUrl(reader, 'CACHE_URL'),
    ttlMs: ttlHours * hourMs,
    staleMs: staleHours * hourMs,
    maxEntries: reader.integer('CACHE_MAX_ENTRIES', { from: 1, to: 100_000_000 }, 100_000),
    maxBytes: reader.decimal('CACHE_MAX_MB', { above: 0, to: 1_048_576 }, 512) * 1024 * 1024,
  };
}

function readCacheUrl(reader: EnvironmentReader, name: string): CacheUrl {
  const text = reader.text(name) ?? 'memory:';
  if (text === 'memory:') return { kind: 'memory' };
  const path = /^sqlite:(.+)$/.exec(text)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path };
  const address = parseRedisUrl(text);
  if (!('fault' in address)) return { kind: 'redis', url: text };
  const isRedis = /^rediss?(\+|:)/.test(text);
  reader.fault(name, isRedis ? address.fault : `must be memory:, sqlite:PATH, ${redisForms}`);
  return { kind: 'memory' };
}

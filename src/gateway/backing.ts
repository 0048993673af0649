import type { Clock } from '../clock.ts';
import type { StoreBacking } from '../cache/open-store.ts';
import type { Store } from '../cache/store.ts';
import type { CacheUrl } from '../config/cache.ts';
import { openRedis } from '../coordination/redis.ts';

/** The one connection to Redis, for the cache and for what instances share; other stores are opened by the cache. */
export function openBacking(url: CacheUrl, clock: Clock, stack: AsyncDisposableStack): StoreBacking {
  return url.kind === 'redis' ? { kind: 'redis', redis: stack.use(openRedis({ url: url.url, clock })) } : url;
}

/** What is wrong with the store; a lost connection to Redis is named once, by the sharing. */
export function storeTrouble(store: Store, backing: StoreBacking): readonly string[] {
  const health = store.health();
  if (health.ok || (backing.kind === 'redis' && backing.redis.problem() !== undefined)) return [];
  return [`store: ${health.detail}`];
}

import { createHash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Analytics } from '../../analytics/snapshot.ts';
import type { GatewayContext } from '../context.ts';
import { createOperationUsage, type BatchSizeOf, type OperationUsage } from './operation-usage.ts';

/** What an answer's life and cost depend on. */
export type CacheControlOptions = {
  /** Milliseconds since the epoch. */
  readonly wall: () => number;
  readonly batchSizeOf: BatchSizeOf;
  /** Whether clients need keys: their answers are then nobody else's. */
  readonly keyed: boolean;
};

/** The header by which a client asks what its operation cost. */
export const costHeader = 'x-gateway-cost';

/**
 * Says how long an answer holds: as long as the shortest-lived fact in it, and not at all with an error, a stale copy,
 * statistics, or anything that was asked past the caches. A GET that has the answer already is told so (304). A client
 * that asks for it learns what its operation cost.
 */
export function useCacheControl({
  wall,
  batchSizeOf,
  keyed,
  mostCalls,
  analytics,
}: CacheControlOptions & { readonly mostCalls: number; readonly analytics: Analytics }): Plugin<GatewayContext> {
  const tallies = new WeakMap<object, OperationUsage>();
  return {
    onContextBuilding({ context, extendContext }) {
      const tally = createOperationUsage();
      tallies.set(context, tally);
      extendContext({ tally, catalog: tally.catalog(context.catalog), analytics: tally.analytics(context.analytics) });
    },
    onExecutionResult(execution) {
      const { request, result, context } = execution;
      if (result === undefined || !isSingle(result)) return;
      // Refused before it had a context: nothing was asked.
      const tally = tallies.get(context);
      const failed = (result.errors?.length ?? 0) > 0;
      const cost = request.headers.get(costHeader) !== null && tally !== undefined;
      // What it cost is said to who asked, and to nobody else.
      const http = { headers: cacheControlHeaders(failed ? undefined : tally?.holdsUntil, wall(), keyed || cost) };
      const costs = cost ? { cost: costOf(tally, analytics, batchSizeOf, mostCalls) } : {};
      execution.setResult({ ...result, extensions: { ...result.extensions, ...costs, http } });
    },
    async onResponse(exchange) {
      const { request, response } = exchange;
      if (request.method !== 'GET' || response.status !== 200 || response.headers.has('etag')) return;
      const control = response.headers.get('cache-control');
      if (control === null || control === 'no-store') return;
      const body = await response.text();
      const headers = new Headers(response.headers);
      const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      headers.set('etag', etag);
      const known = knows(request.headers.get('if-none-match'), etag);
      exchange.setResponse(new Response(known ? null : body, { status: known ? 304 : 200, headers }));
    },
  };
}

/** The headers of an answer that holds until then; `undefined` when nothing in it says how long. */
export function cacheControlHeaders(
  until: number | undefined,
  now: number,
  isPrivate: boolean,
): Readonly<Record<string, string>> {
  return { 'cache-control': cacheControl(until, now, isPrivate), vary: `accept, origin, ${costHeader}` };
}

function cacheControl(until: number | undefined, now: number, isPrivate: boolean): string {
  const seconds = Math.floor(((until ?? 0) - now) / 1000);
  if (seconds <= 0) return 'no-store';
  return `${isPrivate ? 'private' : 'public'}, max-age=${seconds}`;
}

function costOf(tally: OperationUsage, analytics: Analytics, batchSizeOf: BatchSizeOf, mostCalls: number) {
  const { sources } = analytics.snapshot('LAST_5_MINUTES');
  return {
    requestedCalls: tally.requestedCalls,
    usedCalls: tally.usedCalls(batchSizeOf),
    maximumCalls: mostCalls,
    permits: sources.flatMap(({ source, quota }) => {
      if (quota === undefined) return [];
      const { perSecond, remainingToday = null, resetsAt } = quota;
      return [{ source, restorePerSecond: perSecond, leftToday: remainingToday, resetsAt: new Date(resetsAt) }];
    }),
  };
}

function knows(ifNoneMatch: string | null, etag: string): boolean {
  const tags = new Set((ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has(etag) || tags.has('*');
}

function isSingle(result: object): result is ExecutionResult {
  return !Array.isArray(result) && !(Symbol.asyncIterator in result);
}

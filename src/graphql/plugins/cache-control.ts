import { createHash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Analytics } from '../../analytics/snapshot.ts';
import type { GatewayContext } from '../context.ts';
import { createOperationUsage, type BatchSizeOf, type OperationUsage } from './operation-usage.ts';

/** Options of {@link useCacheControl}. */
export type CacheControlOptions = {
  /** Milliseconds since the epoch. */
  readonly wall: () => number;
  readonly batchSizeOf: BatchSizeOf;
  /** Whether clients need keys: shared caches must then not store their responses. */
  readonly keyed: boolean;
};

/** The request header for the cost of the operation. */
export const costHeader = 'x-gateway-cost';

/**
 * Sets `Cache-Control`: the shortest remaining lifetime of any value in the response, and `no-store` with an error, a stale
 * copy, statistics or `realTime`. Answers a conditional GET with 304. Adds the cost of the operation on request.
 */
export function useCacheControl({
  wall,
  batchSizeOf,
  keyed,
  mostCalls,
  analytics,
}: CacheControlOptions & { readonly mostCalls: number; readonly analytics: Analytics }): Plugin<GatewayContext> {
  const usages = new WeakMap<object, OperationUsage>();
  return {
    onContextBuilding({ context, extendContext }) {
      const usage = createOperationUsage();
      usages.set(context, usage);
      extendContext({ usage, catalog: usage.catalog(context.catalog), analytics: usage.analytics(context.analytics) });
    },
    onExecutionResult(execution) {
      const { request, result, context } = execution;
      if (result === undefined || !isSingle(result)) return;
      // Absent when the operation was refused before it had a context.
      const usage = usages.get(context);
      const failed = (result.errors?.length ?? 0) > 0;
      const cost = request.headers.get(costHeader) !== null && usage !== undefined;
      // The cost differs between requests, so that shared caches must not store it.
      const http = { headers: cacheControlHeaders(failed ? undefined : usage?.validUntil, wall(), keyed || cost) };
      const costs = cost ? { cost: costOf(usage, analytics, batchSizeOf, mostCalls) } : {};
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
      const known = matches(request.headers.get('if-none-match'), etag);
      exchange.setResponse(new Response(known ? null : body, { status: known ? 304 : 200, headers }));
    },
  };
}

/** The headers of a response that is valid until this wall-clock time; `undefined` means that it must not be stored. */
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

function costOf(usage: OperationUsage, analytics: Analytics, batchSizeOf: BatchSizeOf, mostCalls: number) {
  const { sources } = analytics.snapshot('LAST_5_MINUTES');
  return {
    requestedCalls: usage.requestedCalls,
    usedCalls: usage.usedCalls(batchSizeOf),
    maximumCalls: mostCalls,
    permits: sources.flatMap(({ source, quota }) => {
      if (quota === undefined) return [];
      const { perSecond, remainingToday = null, resetsAt } = quota;
      return [{ source, restorePerSecond: perSecond, leftToday: remainingToday, resetsAt: new Date(resetsAt) }];
    }),
  };
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  const tags = new Set((ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has(etag) || tags.has('*');
}

function isSingle(result: object): result is ExecutionResult {
  return !Array.isArray(result) && !(Symbol.asyncIterator in result);
}

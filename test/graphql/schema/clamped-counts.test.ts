import { getNamedType, isCompositeType, isObjectType, type GraphQLNamedType } from 'graphql';
import { expect, test } from 'vitest';
import type { AnalyticsSnapshot } from '../../../src/analytics/snapshot.ts';
import { greatestInt } from '../../../src/graphql/schema/analytics/clamped-counts.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { aGateway, analytics } from '../a-graphql-server.ts';

const large = 2 ** 31;

/** All fields of a type, to the leaves. */
function selectionOf(type: GraphQLNamedType): string {
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map(
    (field) => `${field.name}${selectionOf(getNamedType(field.type))}`,
  );
  return ` { ${fields.join(' ')} }`;
}

const operations = { ok: large, partial: large, failed: large, refused: large };
const answers = { fresh: large, stale: large, partial: large, missing: large, failed: large };
const latency = { p50Ms: 1, p95Ms: 1, p99Ms: 1, count: large };
const quota = { perSecond: large, perDay: large, usedToday: large, remainingToday: large, resetsAt: 0 };
const requests = { source: 'PA_API', totalRequests: large, successes: large } as const;
const cache = { hits: large, staleHits: large, misses: large };
const outcomes = { calls: large, found: large, missing: large, rejected: large, failed: large, skipped: large };

const snapshot: AnalyticsSnapshot = {
  ...analytics.snapshot('SINCE_START'),
  sources: [{ ...requests, label: 'PA-API', enabled: true, circuit: 'CLOSED', latency, quota, queued: [] }],
  cache: { ...cache, size: large },
  operations: { ...operations, total: large, latency, answers },
  timeline: [
    {
      from: 0,
      durationMs: large,
      operations,
      answers,
      cache: { fresh: large, stale: large, missed: large },
      sources: [{ source: 'PA_API', circuit: 'CLOSED', ...outcomes }],
    },
  ],
  errors: [{ source: 'PA_API', marketplace: 'IN', code: 'SERVER', count: large, message: 'x', lastAt: 0 }],
  fleet: { instances: large, sources: [requests], cache },
};

test('counts above the greatest Int are answered as the greatest Int, and fail no query', async () => {
  const { ask } = aGateway({}, { analytics: { snapshot: () => snapshot } });
  const type = schema.getType('SourceAnalytics');
  const { data, errors } = await ask(`{ sourceAnalytics${isCompositeType(type) ? selectionOf(type) : ''} }`);
  expect(errors).toBeUndefined();
  const text = JSON.stringify(data);
  expect(text).toContain(`"staleHits":${greatestInt}`);
  // `perSecond` and `durationMs` are of type Float, which has no such limit.
  expect(text.match(new RegExp(`"(\\w+)":${large}\\b`, 'g'))).toEqual([
    `"perSecond":${large}`,
    `"durationMs":${large}`,
  ]);
});

import type { GatewayEvent } from '../../src/event.ts';
import type { Product } from '../../src/product/product.ts';
import type { Attempt, FailureCode } from '../../src/vocabulary.ts';
import { aProduct } from '../support/a-product.ts';
import { aCall } from '../analytics/events.ts';
import { asinOf } from '../support/asins.ts';

type Events<T extends GatewayEvent['type']> = readonly Extract<GatewayEvent, { readonly type: T }>[];

const failures = [
  'THROTTLED',
  'BUSY',
  'DAY_QUOTA',
  'CREDENTIALS',
  'TIMEOUT',
  'NETWORK',
  'SERVER',
  'MALFORMED',
  'BLOCKED',
  'CIRCUIT_OPEN',
  'DEADLINE',
] as const satisfies readonly FailureCode[];
const attemptOutcomes = [
  'FOUND',
  'MISSING',
  'REJECTED',
  'FAILED',
  'SKIPPED',
] as const satisfies readonly Attempt['outcome'][];

const source = 'CREATORS_API';
const marketplace = 'IN';
const answered = { type: 'answered', asin: asinOf('B000000001'), marketplace, attempts: [] } as const;
const rejected: Attempt = { source, outcome: 'REJECTED', durationMs: 4 };
const http = { type: 'http', method: 'POST', durationMs: 20 } as const;

/** A product without any optional field. */
function aBareProduct(): Product {
  const { title: _, brand: __, imageUrl: ___, price: ____, rating: _____, reviewCount: ______, ...bare } = aProduct();
  return bare;
}

/** At least one event per type, so that every metric has samples with every possible label value of a fixed set. */
const byType: { readonly [T in GatewayEvent['type']]: Events<T> } = {
  call: (['ANSWERED', 'ABORTED', ...failures] as const).flatMap((outcome) => [
    { ...aCall(), outcome },
    { ...aCall(), outcome, operation: 'search' },
  ]),
  'token-refused': failures.map((code) => ({ type: 'token-refused', source, marketplace, code, message: 'no token' })),
  permit: [{ type: 'permit', source, waitedMs: 100, queued: 2 }],
  circuit: (['OPEN', 'HALF_OPEN', 'CLOSED'] as const).map((state) => ({
    type: 'circuit',
    source,
    marketplace,
    operation: 'lookup',
    state,
  })),
  throttled: [{ type: 'throttled', source, perSecond: 0.5 }],
  attempt: attemptOutcomes.map((outcome) => ({
    type: 'attempt',
    marketplace,
    attempt: { source, outcome, durationMs: 4 },
  })),
  scored: [{ type: 'scored', source, product: aBareProduct(), overall: 0.7 }],
  cache: [{ type: 'cache', fresh: 4, stale: 4, missed: 1, fromStore: { fresh: 2, stale: 2 } }],
  sharing: [{ type: 'sharing', state: 'UP' }],
  'store-failed': (['read', 'write'] as const).map((action) => ({ type: 'store-failed', action, message: 'gone' })),
  store: [{ type: 'store', state: 'UP' }],
  unreadable: (['store', 'lease'] as const).map((where) => ({ type: 'unreadable', where, key: 'IN:B0CR7G9V56' })),
  'clock-error': [{ type: 'clock-error', days: 400, message: 'a clock is 400 days ahead' }],
  'stale-served': [{ type: 'stale-served', marketplace }],
  rule: [{ type: 'rule', source: 'SCRAPING', marketplace, field: 'price', rule: 'none' }],
  answered: [
    { ...answered, outcome: 'FOUND', cacheStatus: 'FRESH' },
    { ...answered, outcome: 'FOUND', cacheStatus: 'STALE' },
    { ...answered, outcome: 'FOUND', cacheStatus: 'LIVE', attempts: [rejected] },
    { ...answered, outcome: 'NOT_FOUND' },
    { ...answered, outcome: 'UNAVAILABLE' },
  ],
  http: ['/graphql', '/ready', 'other'].flatMap((path) => [
    { ...http, path, status: 200 },
    { ...http, path, status: 503 },
    { ...http, path, status: 'ABORTED' },
  ]),
  operation: (['OK', 'PARTIAL', 'FAILED', 'REFUSED'] as const).map((outcome) => ({
    type: 'operation',
    name: undefined,
    kind: 'query',
    outcome,
    durationMs: 3,
  })),
  'success-rate': [{ type: 'success-rate', source, low: true, successRate: 0.5, threshold: 0.8 }],
  'request-rejected': (['UNAUTHENTICATED', 'RATE_LIMITED', 'FORBIDDEN'] as const).map((code) => ({
    type: 'request-rejected',
    code,
    address: '192.0.2.1',
  })),
  alert: [
    { type: 'alert', condition: 'cache store down', state: 'RAISED' },
    { type: 'alert', condition: 'cache store down', state: 'CLEARED', failure: 'HTTP 500' },
  ],
  'stop-began': [{ type: 'stop-began', connections: 3, requests: 2, delayMs: 5_000 }],
  'stop-ended': [
    { type: 'stop-ended', durationMs: 5_200, answered: 40, cutRequests: 1, cutConnections: 2, cutTasks: 3 },
  ],
  unexpected: [{ type: 'unexpected', error: new Error('a bug'), where: 'here' }],
};

export const everyEvent: readonly GatewayEvent[] = Object.values(byType).flat();

import { createMetrics } from '../../src/metrics/metrics.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { asinNumber } from '../../test/support/asins.ts';
import { median, table } from '../table.ts';

const times = 1_000_000;
const rounds = 5;

/**
 * Measures the cost of counting for `/metrics` per answer: the listener gets the events of one cached product. It is
 * measured alone, because rounds of the same server differ by more than this cost.
 *
 * @param perSecond cached products answered per second, counting included
 */
export function printCounting(perSecond: number): void {
  const metrics = createMetrics({ operationNames: new Set(['Product']), snapshot: noSnapshot, version: '0.0.0' });
  const events = eventsOfOneAnswer();
  const microseconds: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const startedAt = performance.now();
    for (let n = 0; n < times; n += 1) for (const event of events) metrics.listen(event);
    if (round > 0) microseconds.push(((performance.now() - startedAt) / times) * 1000);
  }
  const [cost, answer] = [median(microseconds), 1_000_000 / perSecond];
  table(
    `Hot: counting for \`/metrics\`, ${times.toLocaleString('en')} times the events of one cached \`product\``,
    ['µs an answer', 'µs of counting', 'share'],
    [[answer.toFixed(1), cost.toFixed(2), `${((cost / answer) * 100).toFixed(1)} %`]],
  );
}

function eventsOfOneAnswer(): readonly GatewayEvent[] {
  const attempts = [{ source: 'CREATORS_API', outcome: 'FOUND', durationMs: 3 }] as const;
  return [
    { type: 'cache', fresh: 1, stale: 0, missed: 0 },
    { type: 'answered', asin: asinNumber(1), marketplace: 'IN', outcome: 'FOUND', cacheStatus: 'FRESH', attempts },
    { type: 'operation', name: 'Product', kind: 'query', outcome: 'OK', durationMs: 0.4 },
    { type: 'http', method: 'POST', path: '/graphql', status: 200, durationMs: 0.5 },
  ];
}

function noSnapshot(): never {
  throw new Error('The benchmark does not read the metrics.');
}

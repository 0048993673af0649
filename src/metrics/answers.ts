import type { Product } from '../product/product.ts';
import { answerOf } from '../analytics/collect/operation-statistics.ts';
import type { AnalyticsSnapshot } from '../analytics/snapshot.ts';
import { on, type Instruments, type Listeners } from './instruments.ts';

const qualityBuckets = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Fields that most products of a healthy source have. */
const watchedFields = [
  'title',
  'brand',
  'imageUrl',
  'price',
  'rating',
  'reviewCount',
] as const satisfies readonly (keyof Product)[];

const nothing = { fresh: 0, stale: 0 };

/** Metrics of product lookups, quality and cache. */
export function watchAnswers(make: Instruments, snapshot: () => AnalyticsSnapshot): Listeners {
  const lookups = make.pairs('lookups_total', 'Product lookups by answer: fresh, stale, partial, missing or failed.', [
    'marketplace',
    'answer',
  ]);
  const attempts = make.counter('attempts_total', 'Attempts of sources to find a product, by outcome.', [
    'source',
    'marketplace',
    'outcome',
  ]);
  const quality = make.histogram(
    'quality',
    'Quality scores of fetched products, from 0 to 1.',
    ['source'],
    qualityBuckets,
  );
  const missing = make.counter('missing_fields_total', 'Fetched products that lack a field.', ['source', 'field']);
  const rules = make.counter('rule_hits_total', 'Page fields by the rule that matched; none: no rule matched.', [
    'source',
    'field',
    'rule',
  ]);
  const copies = make.pairs('cache_lookups_total', 'Cache lookups by age of the entry and tier that had it.', [
    'age',
    'tier',
  ]);
  const failures = make.counter(
    'cache_failures_total',
    'Cache store operations that failed; the request continued without the store.',
    ['action'],
  );
  for (const action of ['read', 'write']) failures.inc({ action }, 0);
  const storeUp = make.gauge('cache_store_up', '1 while the cache store is available, else 0.', []);
  storeUp.set(1);
  make.gauge('cache_entries', 'Cached entries; absent for stores where counting is expensive.', [], (gauge) => {
    const { size } = snapshot().cache;
    if (size !== undefined) gauge.set(size);
  });

  return {
    ...on('answered', (event) => lookups(event.marketplace, answerOf(event))),
    ...on('attempt', ({ marketplace, attempt: { source, outcome } }) => attempts.inc({ source, marketplace, outcome })),
    ...on('scored', ({ source, product, overall }) => {
      quality.observe({ source }, overall);
      for (const field of watchedFields) if (product[field] === undefined) missing.inc({ source, field });
    }),
    ...on('rule', ({ source, field, rule }) => rules.inc({ source, field, rule })),
    ...on('cache', ({ fresh, stale, missed, fromStore = nothing }) => {
      if (fresh > fromStore.fresh) copies('fresh', 'memory', fresh - fromStore.fresh);
      if (missed > 0) copies('missed', 'none', missed);
      if (stale > fromStore.stale) copies('stale', 'memory', stale - fromStore.stale);
      if (fromStore.fresh > 0) copies('fresh', 'store', fromStore.fresh);
      if (fromStore.stale > 0) copies('stale', 'store', fromStore.stale);
    }),
    ...on('store-failed', ({ action }) => failures.inc({ action })),
    ...on('store', ({ state }) => storeUp.set(state === 'UP' ? 1 : 0)),
  };
}

import { Registry } from 'prom-client';
import type { Report } from '../event.ts';
import { watchAnswers } from './answers.ts';
import type { Instruments, Listeners } from './instruments.ts';
import { createInstruments } from './instruments.ts';
import { watchSharing } from './sharing.ts';
import { watchProcess, type ProcessReadings } from './process.ts';
import { watchTraffic } from './traffic.ts';
import { watchUpstreams } from './upstreams.ts';
import type { AnalyticsSnapshot } from '../analytics/snapshot.ts';

/** What is measured besides events. */
export type MetricsOptions = {
  /** The names that operations are counted by; every other is `other`, so that clients cannot make labels. */
  readonly operationNames: ReadonlySet<string>;
  /** Read when the metrics are asked for: quota and cache size are told as `sourceAnalytics` tells them. */
  readonly snapshot: () => AnalyticsSnapshot;
  /** What the process itself says; without it nothing is told of the process. */
  readonly process?: ProcessReadings | undefined;
};

/** Metrics in the form that Prometheus reads. */
export interface Metrics {
  readonly listen: Report;
  readonly contentType: string;
  /** What `/metrics` says of this process. */
  text(): Promise<string>;
}

/**
 * Metrics fed by events. Every label comes from a bounded set.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const instruments: Instruments = createInstruments(registry);
  const listeners: Listeners = {
    ...watchTraffic(instruments, options.operationNames),
    ...watchAnswers(instruments, options.snapshot),
    ...watchUpstreams(instruments, options.snapshot),
    ...watchSharing(instruments),
  };
  if (options.process !== undefined) watchProcess(instruments, options.process);
  const byType: ReadonlyMap<string, Report> = new Map(Object.entries(listeners));

  return {
    listen: (event) => byType.get(event.type)?.(event),
    contentType: registry.contentType,
    text: async () => await registry.metrics(),
  };
}

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

/** Options of the metrics. */
export type MetricsOptions = {
  /**
   * Operation names that may be label values; every other name is counted as `other`, so that clients cannot create
   * labels.
   */
  readonly operationNames: ReadonlySet<string>;
  /** Read on every scrape, so that quota and cache size equal those of `sourceAnalytics`. */
  readonly snapshot: () => AnalyticsSnapshot;
  /** The version in `build_info`. */
  readonly version: string;
  /** Without it, there are no metrics of the process. */
  readonly process?: ProcessReadings | undefined;
  /** The number of this worker, which becomes the label `worker` of every sample; absent in a single process. */
  readonly worker?: string | undefined;
};

/** The metrics of this process. */
export interface Metrics {
  readonly listen: Report;
  readonly contentType: string;
  /** In Prometheus's text format. */
  readonly text: () => Promise<string>;
  /** As prom-client's objects, which its aggregator merges with those of other processes. */
  readonly samples: () => Promise<readonly object[]>;
}

/** Creates metrics that are updated by events. Every label value comes from a bounded set. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  if (options.worker !== undefined) registry.setDefaultLabels({ worker: options.worker });
  const instruments: Instruments = createInstruments(registry);
  instruments
    .gauge('build_info', 'Always 1; the label is the version.', ['version'])
    .set({ version: options.version }, 1);
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
    samples: async () => await registry.getMetricsAsJSON(),
  };
}

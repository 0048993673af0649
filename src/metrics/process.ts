import type { Instruments } from './instruments.ts';

/** Measurements of the process. */
export type ProcessReadings = {
  /** Bytes. */
  readonly memory: () => { readonly rss: number; readonly heapUsed: number; readonly heapTotal: number };
  /** Microseconds of processor time since the start. */
  readonly cpu: () => { readonly user: number; readonly system: number };
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Nanoseconds, as `perf_hooks` measures them. */
  readonly eventLoopDelay: {
    readonly mean: number;
    readonly max: number;
    readonly percentile: (percent: number) => number;
    readonly reset: () => void;
  };
};

/**
 * Common metrics of a Node process under their common names. Those of the event loop cover the time since the last
 * scrape.
 */
export function watchProcess(make: Instruments, { memory, cpu, startedAt, eventLoopDelay }: ProcessReadings): void {
  make
    .gauge('process_start_time_seconds', 'Start time of the process since the Unix epoch, in seconds.', [])
    .set(startedAt / 1000);
  make.counter('process_cpu_seconds_total', 'User and system CPU time of the process, in seconds.', [], () => {
    const { user, system } = cpu();
    return (user + system) / 1e6;
  });
  make.gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', [], (gauge) => {
    gauge.set(memory().rss);
  });
  make.gauge('nodejs_heap_size_used_bytes', 'Used heap size in bytes.', [], (gauge) => gauge.set(memory().heapUsed));
  make.gauge('nodejs_heap_size_total_bytes', 'Total heap size in bytes.', [], (gauge) => gauge.set(memory().heapTotal));
  make.gauge(
    'nodejs_eventloop_lag_mean_seconds',
    'Mean event loop delay since the last scrape, in seconds.',
    [],
    (gauge) => {
      gauge.set(seconds(eventLoopDelay.mean));
    },
  );
  make.gauge(
    'nodejs_eventloop_lag_p99_seconds',
    '99th percentile of the event loop delay since the last scrape, in seconds.',
    [],
    (gauge) => {
      gauge.set(seconds(eventLoopDelay.percentile(99)));
    },
  );
  // Gauges are read in the order of their creation: the last one starts the next measurement.
  make.gauge(
    'nodejs_eventloop_lag_max_seconds',
    'Maximum event loop delay since the last scrape, in seconds.',
    [],
    (gauge) => {
      gauge.set(seconds(eventLoopDelay.max));
      eventLoopDelay.reset();
    },
  );
}

/** Before the first measurement, `perf_hooks` returns NaN. */
function seconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
}

import type { Instruments } from './instruments.ts';

/** What a process says of itself. */
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

/** The usual measures of a Node process, by their usual names. The event loop's are of the time since last asked. */
export function watchProcess(make: Instruments, { memory, cpu, startedAt, eventLoopDelay }: ProcessReadings): void {
  make.gauge('process_start_time_seconds', 'When the process started, since the epoch.', []).set(startedAt / 1000);
  make.counter('process_cpu_seconds_total', 'Processor time, user and system.', [], () => {
    const { user, system } = cpu();
    return (user + system) / 1e6;
  });
  make.gauge('process_resident_memory_bytes', 'Memory that the process holds.', [], (gauge) => {
    gauge.set(memory().rss);
  });
  make.gauge('nodejs_heap_size_used_bytes', 'Heap in use.', [], (gauge) => gauge.set(memory().heapUsed));
  make.gauge('nodejs_heap_size_total_bytes', 'Heap held.', [], (gauge) => gauge.set(memory().heapTotal));
  make.gauge('nodejs_eventloop_lag_mean_seconds', 'Mean delay of the event loop.', [], (gauge) => {
    gauge.set(seconds(eventLoopDelay.mean));
  });
  make.gauge('nodejs_eventloop_lag_p99_seconds', '99th percentile of its delay.', [], (gauge) => {
    gauge.set(seconds(eventLoopDelay.percentile(99)));
  });
  // Gauges are read in the order they are made: the last one begins the next measure.
  make.gauge('nodejs_eventloop_lag_max_seconds', 'Longest delay.', [], (gauge) => {
    gauge.set(seconds(eventLoopDelay.max));
    eventLoopDelay.reset();
  });
}

/** Before the first measure `perf_hooks` gives no number. */
function seconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
}

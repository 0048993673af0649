import cluster, { type Worker } from 'node:cluster';
import { availableParallelism } from 'node:os';
import type { Environment } from '../config/environment.ts';
import { createMetricsRelay } from './gather-metrics.ts';

/** What the workers are started with, and until when. */
export type WorkersOptions = {
  readonly count: number | 'auto';
  /** Everything they need to know, files and stand-in included. */
  readonly environment: Environment;
  /** Resolves when they are to stop. */
  readonly stopped: Promise<void>;
  /** Told when a worker ended that was not told to. */
  readonly onLost: (why: string) => void;
};

const firstRestMs = 500;
const longestRestMs = 30_000;
/** A worker that served so long did not end because it was started. */
const settledMs = 60_000;

/** Whether this process is one of the workers. */
export const isWorker = cluster.isWorker;

/**
 * Keeps so many processes serving one port: one that ends is replaced, after a rest that grows while they end soon
 * after their start. When told to stop, every worker drains; resolves when the last has ended.
 */
export async function superviseWorkers({ count, environment, stopped, onLost }: WorkersOptions): Promise<void> {
  const wanted = count === 'auto' ? availableParallelism() : count;
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  // What the sandbox said is in the environment already: one stand-in serves all.
  cluster.setupPrimary({ args: [] });
  const running = new Set<Worker>();
  const stop = Promise.withResolvers<void>();
  let stopping = false;
  let restMs = firstRestMs;

  const relay = createMetricsRelay();

  const start = (place: number) => {
    if (stopping) return;
    const startedAt = performance.now();
    const worker = cluster.fork({ ...env, AMAZON_SANDBOX: 'false' });
    running.add(worker);
    relay.add(worker, String(place));
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      if (stopping) {
        if (running.size === 0) stop.resolve();
        return;
      }
      onLost(signal ?? `exit code ${code}`);
      restMs = performance.now() - startedAt > settledMs ? firstRestMs : Math.min(longestRestMs, restMs * 2);
      setTimeout(start, restMs, place);
    });
  };
  for (let place = 1; place <= wanted; place += 1) start(place);

  await stopped;
  stopping = true;
  if (running.size === 0) return;
  for (const { process: child } of running) child.kill('SIGTERM');
  await stop.promise;
}

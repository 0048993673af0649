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
 * after their start. The others are started when the first one serves, so that what is wrong with the configuration is
 * said once. When told to stop, every worker drains; resolves when the last has ended.
 *
 * @returns whether any worker ever served
 */
export async function superviseWorkers({ count, environment, stopped, onLost }: WorkersOptions): Promise<boolean> {
  const wanted = count === 'auto' ? availableParallelism() : count;
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  cluster.setupPrimary({ args: [] });
  const running = new Set<Worker>();
  const relay = createMetricsRelay();
  const end = Promise.withResolvers<void>();
  let served = false;
  let stopping = false;
  let restMs = firstRestMs;

  const start = (place: number) => {
    if (stopping) return;
    const startedAt = performance.now();
    const worker = cluster.fork({ ...env, ...environmentOf(place) });
    running.add(worker);
    relay.add(worker, String(place));
    worker.once('listening', () => {
      if (!served) for (let other = 2; other <= wanted; other += 1) start(other);
      served = true;
    });
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      if (stopping || !served) {
        if (running.size === 0) end.resolve();
        return;
      }
      onLost(signal ?? `exit code ${code}`);
      restMs = performance.now() - startedAt > settledMs ? firstRestMs : Math.min(longestRestMs, restMs * 2);
      setTimeout(start, restMs, place);
    });
  };
  start(1);

  await Promise.race([stopped, end.promise]);
  stopping = true;
  for (const { process: child } of running) child.kill('SIGTERM');
  if (running.size > 0) await end.promise;
  return served;
}

/** One stand-in serves all, and so does one teller of alerts: what each of them sees of the store and the sources is alike. */
function environmentOf(place: number): Environment {
  return { AMAZON_SANDBOX: 'false', ...(place > 1 && { ALERT_WEBHOOK_URL: '' }) };
}

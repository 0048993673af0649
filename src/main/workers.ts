import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Environment } from '../config/environment.ts';
import { createAcceptor, type Taker } from '../http/acceptor.ts';
import { createMetricsRelay } from './gather-metrics.ts';

/** What the workers are started with, and until when. */
export type WorkersOptions = {
  readonly count: number | 'auto';
  /** The program that each of them runs. */
  readonly program: string;
  readonly host: string;
  readonly port: number;
  /** Everything they need to know, files and stand-in included. */
  readonly environment: Environment;
  /** Resolves when they are to stop. */
  readonly stopped: Promise<void>;
  /** Told when a worker ended that was not told to. */
  readonly onLost: (why: string) => void;
  /** Told when connections cannot be accepted. */
  readonly onRefused: (error: Error) => void;
};

const firstRestMs = 500;
const longestRestMs = 30_000;
/** A worker that served so long did not end because it was started. */
const settledMs = 60_000;

/**
 * A signal to every process of a group reaches the workers and this process: then it is this process that stops first,
 * so a worker that was told to stop goes on for so long.
 */
const leavingMs = 1_000;

/** By this variable a process knows that it is a worker. */
export const workerMark = 'ASIN_GATEWAY_WORKER';

const fromWorker = z.object({ type: z.enum(['ready', 'leaving']) });

/**
 * Keeps so many processes serving one port: one that ends is replaced, after a rest that grows while they end soon
 * after their start. The others are started when the first one serves, so that what is wrong with the configuration is
 * said once. This process accepts the connections and hands them to the workers. When told to stop, it stops listening
 * before any worker drains, so that no connection is handed to one that takes no more; resolves when the last worker has
 * ended.
 *
 * @returns whether any worker ever served
 * @throws what `node:net` reports when it cannot listen
 */
export async function superviseWorkers(options: WorkersOptions): Promise<boolean> {
  const { count, program, environment, stopped, onLost } = options;
  const wanted = count === 'auto' ? availableParallelism() : count;
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  const acceptor = createAcceptor(options.onRefused);
  const running = new Set<ChildProcess>();
  const relay = createMetricsRelay();
  const end = Promise.withResolvers<void>();
  let listening: Promise<string> | undefined;
  let served = false;
  let stopping = false;
  let restMs = firstRestMs;

  async function listen(): Promise<string> {
    const { url } = await acceptor.listen(options.host, options.port);
    if (stopping) await acceptor.close();
    for (let other = 2; other <= wanted; other += 1) start(other);
    served = true;
    return url;
  }

  function start(place: number): void {
    if (stopping) return;
    const startedAt = performance.now();
    const worker = fork(program, [], { env: { ...env, ...environmentOf(place), [workerMark]: String(place) } });
    const taker = takerOf(worker);
    running.add(worker);
    relay.add(
      {
        isConnected: () => worker.connected,
        send: (message, done) => worker.send(message, done),
        on: (event, listener) => worker.on(event, listener),
        once: (event, listener) => worker.once(event, listener),
      },
      String(place),
    );
    worker.on('error', () => undefined);
    worker.on('message', (message) => {
      const { data } = fromWorker.safeParse(message);
      if (data?.type === 'leaving') setTimeout(() => release(worker, taker), leavingMs).unref();
      if (data?.type !== 'ready' || stopping) return;
      listening ??= listen();
      listening.then((url) => {
        tell(worker, { type: 'serve', url });
        if (!stopping) acceptor.add(taker);
      }, end.reject);
    });
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      acceptor.remove(taker);
      if (stopping || !served) {
        if (running.size === 0) end.resolve();
        return;
      }
      onLost(signal ?? `exit code ${code}`);
      restMs = performance.now() - startedAt > settledMs ? firstRestMs : Math.min(longestRestMs, restMs * 2);
      setTimeout(start, restMs, place).unref();
    });
  }

  function release(worker: ChildProcess, taker: Taker): void {
    if (stopping) return;
    acceptor.remove(taker);
    tell(worker, { type: 'stop' });
  }
  start(1);

  try {
    await Promise.race([stopped, end.promise]);
  } finally {
    stopping = true;
    await acceptor.close();
    for (const worker of running) tell(worker, { type: 'stop' });
  }
  if (running.size > 0) await end.promise;
  return served;
}

function takerOf(worker: ChildProcess): Taker {
  return {
    take(socket, done) {
      if (worker.connected) worker.send({ type: 'connection' }, socket, {}, done);
      else done(new Error('the worker has gone'));
    },
  };
}

function tell(
  worker: ChildProcess,
  message: { readonly type: 'serve'; readonly url: string } | { readonly type: 'stop' },
) {
  if (worker.connected) worker.send(message, () => undefined);
}

/** One stand-in serves all, and so does one teller of alerts: what each of them sees of the store and the sources is alike. */
function environmentOf(place: number): Environment {
  return { AMAZON_SANDBOX: 'false', ...(place > 1 && { ALERT_WEBHOOK_URL: '' }) };
}

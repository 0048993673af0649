import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Environment } from '../config/environment.ts';
import { createAcceptor, type Receiver } from '../http/acceptor.ts';
import { createMetricsRelay } from './gather-metrics.ts';

/** Options of `superviseWorkers`. */
export type WorkersOptions = {
  readonly count: number | 'auto';
  /** The path of the program that each worker runs. */
  readonly program: string;
  readonly host: string;
  readonly port: number;
  /** The complete environment of the workers, including `.env`, secret files and the endpoints of the sandbox. */
  readonly environment: Environment;
  /** Resolves when the workers must stop. */
  readonly stopped: Promise<void>;
  /** For this long after `stopped`, connections are still accepted, while `/ready` answers 503. */
  readonly stopDelayMs: number;
  /** Called when a worker ends unexpectedly. */
  readonly onWorkerExit: (reason: string) => void;
  /** Called when connections cannot be accepted. */
  readonly onAcceptError: (error: Error) => void;
};

const initialRestartDelayMs = 500;
const maxRestartDelayMs = 30_000;
/** A worker that ran for this long did not fail at its start. */
const stableAfterMs = 60_000;

/**
 * A signal to a process group reaches the workers and the supervisor, and the supervisor must stop listening first. A
 * worker that receives a signal therefore serves for this long before it is stopped.
 */
const leaveDelayMs = 1_000;

/** The variable that makes a process a worker. */
export const workerVariable = 'ASIN_GATEWAY_WORKER';

const fromWorker = z.object({ type: z.enum(['ready', 'leaving']) });

/**
 * Runs worker processes that serve one port. This process accepts connections and sends them to the workers. A worker
 * that ends is replaced, after a delay that doubles while workers end soon after their start. The first worker starts
 * alone, so that faults of the configuration are printed once. On `stopped`, after the delay, this process stops listening
 * before any worker drains, so that no connection is sent to a draining worker. Resolves when the last worker has ended.
 *
 * @returns whether any worker ever served
 * @throws what `node:net` reports when it cannot listen
 */
export async function superviseWorkers(options: WorkersOptions): Promise<boolean> {
  const { program, environment, stopped, onWorkerExit } = options;
  const count = options.count === 'auto' ? availableParallelism() : options.count;
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  const acceptor = createAcceptor(options.onAcceptError);
  const running = new Set<ChildProcess>();
  const relay = createMetricsRelay();
  const allEnded = Promise.withResolvers<void>();
  let listening: Promise<string> | undefined;
  let served = false;
  let stopping = false;
  let restartDelayMs = initialRestartDelayMs;

  async function listen(): Promise<string> {
    const { url } = await acceptor.listen(options.host, options.port);
    if (stopping) await acceptor.close();
    for (let number = 2; number <= count; number += 1) start(number);
    served = true;
    return url;
  }

  function start(number: number): void {
    if (stopping) return;
    const startedAt = performance.now();
    const worker = fork(program, [], { env: { ...env, ...environmentOf(number), [workerVariable]: String(number) } });
    const receiver = receiverFor(worker);
    running.add(worker);
    relay.add(
      {
        isConnected: () => worker.connected,
        send: (message, done) => worker.send(message, done),
        on: (event, listener) => worker.on(event, listener),
        once: (event, listener) => worker.once(event, listener),
      },
      String(number),
    );
    worker.on('error', () => undefined);
    worker.on('message', (message) => {
      const { data } = fromWorker.safeParse(message);
      if (data?.type === 'leaving') setTimeout(() => stop(worker, receiver), leaveDelayMs).unref();
      if (data?.type !== 'ready' || stopping) return;
      listening ??= listen();
      listening.then((url) => {
        send(worker, { type: 'serve', url });
        if (!stopping) acceptor.add(receiver);
      }, allEnded.reject);
    });
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      acceptor.remove(receiver);
      if (stopping || !served) {
        if (running.size === 0) allEnded.resolve();
        return;
      }
      onWorkerExit(signal ?? `exit code ${code}`);
      const wasStable = performance.now() - startedAt > stableAfterMs;
      restartDelayMs = wasStable ? initialRestartDelayMs : Math.min(maxRestartDelayMs, restartDelayMs * 2);
      setTimeout(start, restartDelayMs, number).unref();
    });
  }

  function stop(worker: ChildProcess, receiver: Receiver): void {
    if (stopping) return;
    acceptor.remove(receiver);
    send(worker, { type: 'stop' });
  }

  async function announceStop(): Promise<void> {
    stopping = true;
    for (const worker of running) send(worker, { type: 'announce-stop' });
    // It keeps no process alive whose workers have all ended.
    await wait(options.stopDelayMs, undefined, { ref: false });
  }
  start(1);

  try {
    await Promise.race([stopped.then(announceStop), allEnded.promise]);
  } finally {
    stopping = true;
    await acceptor.close();
    for (const worker of running) send(worker, { type: 'stop' });
  }
  if (running.size > 0) await allEnded.promise;
  return served;
}

function receiverFor(worker: ChildProcess): Receiver {
  return {
    send(socket, done) {
      if (worker.connected) worker.send({ type: 'connection' }, socket, {}, done);
      else done(new Error('the worker has ended'));
    },
  };
}

function send(
  worker: ChildProcess,
  message: { readonly type: 'serve'; readonly url: string } | { readonly type: 'announce-stop' | 'stop' },
) {
  if (worker.connected) worker.send(message, () => undefined);
}

/** All workers use the supervisor's sandbox. Only the first one posts alerts, because all see the same failures. */
function environmentOf(number: number): Environment {
  return { AMAZON_SANDBOX: 'false', ...(number > 1 && { ALERT_WEBHOOK_URL: '' }) };
}

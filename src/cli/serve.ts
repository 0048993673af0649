import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway.ts';
import { watchDescriptors } from '../gateway/descriptors.ts';
import { longestStopMs } from '../gateway/stop.ts';
import { writeToStdout } from '../log.ts';
import { gatherInWorker } from '../main/gather-metrics.ts';
import { demoGreeting, demoOpening } from '../main/greeting.ts';
import { acceptFault } from '../main/start-fault.ts';
import { startTelemetry } from '../main/telemetry.ts';
import { joinSupervisor, type Supervisor } from '../main/worker.ts';
import { superviseWorkers, workerVariable } from '../main/workers.ts';
import { readEnvironment, type CommandEnvironment } from './environment.ts';

/** Options of `serve`. */
export type ServeOptions = {
  /** Whether the sandbox replaces Amazon, and a greeting is printed. */
  readonly demo?: boolean;
  /** Whether example operations are sent to the gateway. */
  readonly traffic?: boolean;
};

/** The signals to stop, and the supervisor of a worker. */
type Lifetime = { readonly stopped: Promise<void>; readonly supervisor: Supervisor | undefined };

/** A process that runs for so long after everything has been closed is stuck. */
const stuckAfterMs = 20_000;

/** Adds the options and the action of `serve`. */
export function defineServe(command: Command): void {
  command
    .option('--demo', 'on a stand-in Amazon, like the command demo')
    .option('--traffic', 'send example operations to it')
    .action(async (options: ServeOptions) => await serve(options));
}

/** Serves until a signal to stop, then closes everything in reverse order. */
export async function serve({ demo = false, traffic = false }: ServeOptions): Promise<void> {
  const lifetime = joinLifetime();
  try {
    if (demo) process.stdout.write(demoOpening);
    await using environment = await readEnvironment(demo ? { AMAZON_SANDBOX: 'true' } : {});
    const { parseConfig } = await import('../config.ts');
    const config = parseConfig(environment.variables, environment.faults);
    if (config.workers !== 1 && lifetime.supervisor === undefined) {
      await serveWithWorkers(config, environment, lifetime);
    } else {
      await serveHere(config, lifetime, async (url, resources) => {
        if (traffic) resources.use(await startTrafficTo(url, config));
        if (demo && environment.sandbox !== undefined) {
          process.stdout.write(
            demoGreeting({ url: `${url}${config.publicPath}`, controlUrl: environment.sandbox.origin }),
          );
        }
      });
    }
  } finally {
    exitIfStuck(stuckAfterMs);
    // The channel to the supervisor would keep a worker alive.
    process.channel?.unref();
  }
}

async function serveWithWorkers(config: Config, environment: CommandEnvironment, { stopped }: Lifetime): Promise<void> {
  const { workers: count, host, port } = config;
  const onAcceptError = (error: Error) => void process.stderr.write(acceptFault(error));
  using _ = watchDescriptors(onAcceptError);
  const served = await superviseWorkers({
    count,
    program: process.argv[1] ?? '',
    host,
    port,
    environment: environment.variables,
    stopped,
    stopDelayMs: config.stopDelayMs,
    onWorkerExit: (reason) => void process.stderr.write(`A worker ended (${reason}) and is replaced.\n`),
    onAcceptError,
  });
  if (!served) process.exitCode = 1;
}

async function serveHere(
  config: Config,
  { stopped, supervisor }: Lifetime,
  onListening: (url: string, resources: DisposableStack) => Promise<void>,
): Promise<void> {
  await using _ = await startTelemetry(config.otlpEndpoint);
  using readings = processReadings();
  const writeLog = await writeToStdout(process.stdout.isTTY);
  const { createGateway } = await import('../gateway.ts');
  const workerId = process.env[workerVariable];
  await using gateway = createGateway(config, {
    writeLog,
    process: readings,
    ...(workerId !== undefined && { worker: { id: workerId, gather: (own) => gatherInWorker(own, process) } }),
  });
  using resources = new DisposableStack();
  if (supervisor === undefined) {
    const { url } = await gateway.listen();
    await onListening(url, resources);
    await stopped;
    gateway.announceStop(config.stopDelayMs);
    await wait(config.stopDelayMs);
  } else {
    void supervisor.stopAnnounced.then(() => gateway.announceStop(config.stopDelayMs));
    await serveAsWorker(supervisor, gateway);
  }
  exitIfStuck(longestStopMs(config));
}

async function serveAsWorker(supervisor: Supervisor, gateway: Gateway): Promise<void> {
  const url = await Promise.race([supervisor.ready(), supervisor.stopped]);
  if (url !== undefined) supervisor.serve(gateway.join(url));
  await supervisor.stopped;
}

/** Sends example operations to this gateway, with the first of its API keys. */
async function startTrafficTo(url: string, { apiKeys: [client] }: Config): Promise<Disposable> {
  const traffic = await import('../sandbox/traffic.ts');
  return traffic.startTraffic({ url, key: client?.key });
}

function processReadings() {
  const eventLoopDelay = monitorEventLoopDelay({ resolution: 20 });
  eventLoopDelay.enable();
  return {
    memory: () => process.memoryUsage(),
    cpu: () => process.cpuUsage(),
    startedAt: performance.timeOrigin,
    eventLoopDelay,
    [Symbol.dispose]: () => void eventLoopDelay.disable(),
  };
}

/**
 * Listens for signals to stop. The handlers stay, so that a second signal does not interrupt the drain. A worker reports
 * the signal and goes on until its supervisor sends no more connections.
 */
function joinLifetime(): Lifetime {
  const supervisor = process.env[workerVariable] === undefined ? undefined : joinSupervisor(process);
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = supervisor === undefined ? resolve : () => supervisor.leave();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop());
  return { stopped: supervisor?.stopped ?? promise, supervisor };
}

/** The process normally ends when its event loop is empty. This timer ends it if something keeps the loop alive. */
function exitIfStuck(afterMs: number): void {
  setTimeout(() => {
    process.stderr.write('The gateway did not stop by itself in time and is ended.\n');
    process.exit();
  }, afterMs).unref();
}

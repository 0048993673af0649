import { enableCompileCache } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs, parseEnv } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Environment } from './config/environment.ts';
import type { Config } from './config.ts';
import { readText } from './config/read-text.ts';
import type { Gateway } from './gateway.ts';
import { watchDescriptors } from './gateway/descriptors.ts';
import { writeToStdout } from './log.ts';
import { gatherInWorker } from './main/gather-metrics.ts';
import { demoGreeting, demoOpening } from './main/greeting.ts';
import { layered } from './main/layers.ts';
import { acceptFault, startFault } from './main/start-fault.ts';
import { joinSupervisor, type Supervisor } from './main/worker.ts';
import { superviseWorkers, workerVariable } from './main/workers.ts';

/** Longer than a drain of ten seconds and closing take; a process that still runs then is stuck. */
const stuckAfterMs = 20_000;

const flag = { type: 'boolean', default: false } as const;

// Keeps compiled code in the system's temporary folder for the next start. It applies to modules imported after this
// line, so the large ones are imported dynamically. It halves the time to readiness (`npm run bench -- start`).
enableCompileCache();

const workerId = process.env[workerVariable];
const supervisor = workerId === undefined ? undefined : joinSupervisor(process);
const stopped = stopSignal();
try {
  await run();
} catch (error) {
  process.stderr.write(startFault(error));
  process.exitCode = 1;
  exitIfStuck();
}
// The channel to the supervisor would keep a worker alive.
process.channel?.unref();

/** Serves until a signal to stop, then closes everything in reverse order. */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { demo: flag, traffic: flag } });
  if (values.demo) process.stdout.write(demoOpening);
  const demo: Environment = values.demo ? { AMAZON_SANDBOX: 'true' } : {};
  const { withSecretFiles } = await import('./config/secrets.ts');
  const own = withSecretFiles(process.env, readText);
  const file = withSecretFiles(dotEnv(), readText);

  const wantsSandbox = layered(demo, own.environment, file.environment)['AMAZON_SANDBOX']?.trim() === 'true';
  await using sandbox = wantsSandbox ? await startSandbox() : undefined;
  // Variables of the shell override the sandbox; those of `.env` do not, because its credentials are Amazon's.
  const environment = layered(demo, own.environment, sandbox?.environment ?? {}, file.environment);
  const { parseConfig } = await import('./config.ts');
  const config = parseConfig(environment, [...own.faults, ...file.faults]);
  if (config.workers !== 1 && supervisor === undefined) {
    const { workers: count, host, port } = config;
    const onAcceptError = (error: Error) => void process.stderr.write(acceptFault(error));
    using _ = watchDescriptors(onAcceptError);
    const served = await superviseWorkers({
      count,
      program: fileURLToPath(import.meta.url),
      host,
      port,
      environment,
      stopped,
      onWorkerExit: (reason) => void process.stderr.write(`A worker ended (${reason}) and is replaced.\n`),
      onAcceptError,
    });
    if (!served) process.exitCode = 1;
    return exitIfStuck();
  }

  await using telemetry = new AsyncDisposableStack();
  if (config.otlpEndpoint !== undefined) telemetry.use(await startTelemetryTo(config.otlpEndpoint));
  using readings = processReadings();
  const writeLog = await writeToStdout(process.stdout.isTTY);
  const { createGateway } = await import('./gateway.ts');
  await using gateway = createGateway(config, {
    writeLog,
    process: readings,
    ...(workerId !== undefined && { worker: { id: workerId, gather: (own) => gatherInWorker(own, process) } }),
  });
  if (supervisor !== undefined) return await serveAsWorker(supervisor, gateway);
  const { url } = await gateway.listen();
  using traffic = new DisposableStack();
  if (values.traffic) traffic.use(await startTrafficTo(url, config));
  if (values.demo && sandbox !== undefined) {
    process.stdout.write(demoGreeting({ url, controlUrl: sandbox.origin }));
  }
  await stopped;
  exitIfStuck();
}

async function serveAsWorker(supervisor: Supervisor, gateway: Gateway): Promise<void> {
  const url = await Promise.race([supervisor.ready(), stopped]);
  if (url !== undefined) supervisor.serve(gateway.join(url));
  await stopped;
  exitIfStuck();
}

async function startSandbox() {
  const sandbox = await import('./sandbox/sandbox.ts');
  return await sandbox.startSandbox();
}

/** Sends example operations to this gateway, with the first of its API keys. */
async function startTrafficTo(url: string, { apiKeys: [client] }: Config): Promise<Disposable> {
  const traffic = await import('./sandbox/traffic.ts');
  return traffic.startTraffic({ url, key: client?.key });
}

/** Imports the OpenTelemetry packages, which are optional, only when they are needed. */
async function startTelemetryTo(endpoint: string): Promise<AsyncDisposable> {
  const telemetry = await import('./main/telemetry.ts');
  return await telemetry.startTelemetry(endpoint);
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

function dotEnv(): Environment {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
}

/**
 * Resolves at the first signal to stop. The handlers stay, so that a second signal does not interrupt the drain. A
 * worker reports the signal and goes on until its supervisor sends no more connections.
 */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = supervisor === undefined ? resolve : () => supervisor.leave();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop());
  return supervisor?.stopped ?? promise;
}

/** The process normally ends when its event loop is empty. This timer ends it if something keeps the loop alive. */
function exitIfStuck(): void {
  setTimeout(() => {
    process.stderr.write('The gateway did not stop by itself in time and is ended.\n');
    process.exit();
  }, stuckAfterMs).unref();
}

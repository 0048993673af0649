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
import { superviseWorkers, workerMark } from './main/workers.ts';

/** In flight may take ten seconds, closing a few more; whatever then still keeps the process alive has lost count. */
const lastResortMs = 20_000;

const flag = { type: 'boolean', default: false } as const;

// What has been compiled once is kept for the next start, in the system's folder for such things. It works for what is
// imported from here on. Measured: half the time from start to ready.
enableCompileCache();

const workerId = process.env[workerMark];
const supervisor = workerId === undefined ? undefined : joinSupervisor(process);
const stopped = stopSignal();
try {
  await run();
} catch (error) {
  process.stderr.write(startFault(error));
  process.exitCode = 1;
  endEvenIfStuck();
}
// A worker's channel to its supervisor would keep it alive for ever.
process.channel?.unref();

/** Serves until told to stop, then closes everything in the opposite order. */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { demo: flag, traffic: flag } });
  if (values.demo) process.stdout.write(demoOpening);
  const demo: Environment = values.demo ? { AMAZON_SANDBOX: 'true' } : {};
  const { withSecretFiles } = await import('./config/secrets.ts');
  const own = withSecretFiles(process.env, readText);
  const file = withSecretFiles(dotEnv(), readText);

  const wantsSandbox = layered(demo, own.environment, file.environment)['AMAZON_SANDBOX']?.trim() === 'true';
  await using sandbox = wantsSandbox ? await startSandbox() : undefined;
  // What is set in the shell is meant for this run; a file of credentials for Amazon itself is not meant for a stand-in.
  const environment = layered(demo, own.environment, sandbox?.environment ?? {}, file.environment);
  const { parseConfig } = await import('./config.ts');
  const config = parseConfig(environment, [...own.faults, ...file.faults]);
  if (config.workers !== 1 && supervisor === undefined) {
    const { workers: count, host, port } = config;
    const onRefused = (error: Error) => void process.stderr.write(acceptFault(error));
    using _ = watchDescriptors(onRefused);
    const served = await superviseWorkers({
      count,
      program: fileURLToPath(import.meta.url),
      host,
      port,
      environment,
      stopped,
      onLost: (why) => void process.stderr.write(`A worker ended (${why}) and is replaced.\n`),
      onRefused,
    });
    if (!served) process.exitCode = 1;
    return endEvenIfStuck();
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
  if (supervisor !== undefined) return await serveFor(supervisor, gateway);
  const { url } = await gateway.listen();
  using traffic = new DisposableStack();
  if (values.traffic) traffic.use(await startTrafficTo(url, config));
  if (values.demo && sandbox !== undefined) {
    process.stdout.write(demoGreeting({ url, controlUrl: sandbox.origin }));
  }
  await stopped;
  endEvenIfStuck();
}

async function serveFor(supervisor: Supervisor, gateway: Gateway): Promise<void> {
  const url = await Promise.race([supervisor.ready(), stopped]);
  if (url !== undefined) supervisor.serve(gateway.join(url));
  await stopped;
  endEvenIfStuck();
}

async function startSandbox() {
  const sandbox = await import('./sandbox/sandbox.ts');
  return await sandbox.startSandbox();
}

/** Traffic for the demo; it asks this gateway only, and what that asks is up to the configuration. */
async function startTrafficTo(url: string, { apiKeys: [client] }: Config): Promise<Disposable> {
  const traffic = await import('./sandbox/traffic.ts');
  return traffic.startTraffic({ url, key: client?.key });
}

/** Loaded only where traces are wanted. */
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
 * Resolves at the first signal to stop. The listeners stay: a second signal must not cut the drain short. A worker waits
 * until its supervisor, which often gets the same signal, hands it no more connections.
 */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = supervisor === undefined ? resolve : () => supervisor.leave();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop());
  return supervisor?.stopped ?? promise;
}

/** The process ends when nothing keeps its loop alive; this timer does not, and ends it where something does. */
function endEvenIfStuck(): void {
  setTimeout(() => {
    process.stderr.write('The gateway did not stop by itself in time and is ended.\n');
    process.exit();
  }, lastResortMs).unref();
}

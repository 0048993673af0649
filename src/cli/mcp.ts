import type { Command } from 'commander';
import { startTelemetry } from '../main/telemetry.ts';
import { readEnvironment } from './environment.ts';

/** Adds the options and the action of `mcp`. */
export function defineMcp(command: Command): void {
  command
    .option('--demo', 'on a stand-in Amazon, without credentials')
    .action(async ({ demo = false }: { demo?: boolean }) => await serveMcp(demo));
}

/** Serves the agent that started this process, until it closes standard input or sends a signal to stop. */
async function serveMcp(demo: boolean): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stopped.resolve());
  await using environment = await readEnvironment(demo ? { AMAZON_SANDBOX: 'true' } : {});
  const { parseConfig } = await import('../config.ts');
  const config = parseConfig(environment.variables, environment.faults);
  await using _ = await startTelemetry(config.otlpEndpoint);
  const { createGateway } = await import('../gateway.ts');
  // Standard output belongs to the protocol.
  await using gateway = createGateway(config, { writeLog: (line) => void process.stderr.write(line) });
  await Promise.race([gateway.serveMcp({ input: process.stdin, output: process.stdout }), stopped.promise]);
  process.stdin.destroy();
}

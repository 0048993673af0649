import type { Command } from 'commander';
import { serve } from './serve.ts';

/** Adds the options and the action of `demo`. */
export function defineDemo(command: Command): void {
  command
    .option('--traffic', 'send example operations to it')
    .action(async ({ traffic = false }: { traffic?: boolean }) => await serve({ demo: true, traffic }));
}

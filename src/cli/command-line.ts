import { startFault } from '../main/start-fault.ts';

/**
 * Runs the command that these arguments name; without arguments, `serve`. Sets the exit code: 2 for arguments that cannot
 * be understood, 1 for a command that fails, else what the command sets.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    if (args.length === 0) {
      // Every worker starts so, without the time that the parser takes to load.
      const { serve } = await import('./serve.ts');
      await serve({});
    } else {
      const { runProgram } = await import('./program.ts');
      await runProgram(args);
    }
  } catch (error) {
    process.stderr.write(startFault(error));
    process.exitCode = 1;
  }
}

import { Command, CommanderError } from 'commander';
import { gatewayVersion } from '../upstream/user-agent.ts';
import { commands } from './commands.ts';

const usageExitCode = 2;
const defaultCommand = 'serve';
const programOptions = new Set(['-h', '--help', '-V', '--version']);

/** Parses the arguments and runs their command. Prints what cannot be understood, and sets exit code 2 for it. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const [first = ''] = args;
  const names = first.startsWith('-') && !programOptions.has(first) ? [defaultCommand, ...args] : args;
  try {
    const program = await createProgram(names);
    await program.parseAsync(names, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are errors with code 0. Commander has printed all of them.
    process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
  }
}

/** The program with all commands; only those that the arguments name are loaded. */
async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('asin-gateway')
    .description('A GraphQL gateway over Amazon’s product APIs. Environment variables configure it: see .env.example.')
    .version(gatewayVersion)
    .exitOverride()
    .showHelpAfterError('--help lists commands and options.');
  for (const { name, summary, load } of commands) {
    const command = program.command(name).description(summary).version(gatewayVersion).allowExcessArguments(false);
    if (args.includes(name)) (await load())(command);
  }
  return program;
}

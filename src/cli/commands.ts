import type { Command } from 'commander';

/** A command of `asin-gateway`. Its file in this folder is loaded only when the command is called. */
export type CommandEntry = {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /**
   * Loads the function that adds arguments, options and action to the command. The action sets `process.exitCode`; what
   * it throws is printed in one line, and the exit code is 1.
   */
  readonly load: () => Promise<(command: Command) => void>;
};

/** All commands, in the order of `--help`. The first is the default. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'run the gateway; the default',
    load: async () => (await import('./serve.ts')).defineServe,
  },
  {
    name: 'demo',
    summary: 'run the gateway on a stand-in Amazon, without credentials',
    load: async () => (await import('./demo.ts')).defineDemo,
  },
  {
    name: 'lookup',
    summary: 'look up a list of products: a spreadsheet in, a filled one out',
    load: async () => (await import('./lookup.ts')).defineLookup,
  },
  {
    name: 'doctor',
    summary: 'make one call to each source, and say what works and what to do',
    load: async () => (await import('./doctor.ts')).defineDoctor,
  },
  {
    name: 'mcp',
    summary: 'serve an agent over standard input and output (Model Context Protocol)',
    load: async () => (await import('./mcp.ts')).defineMcp,
  },
];

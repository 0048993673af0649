import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../config/environment.ts';
import { readText, unreadableReason } from '../config/read-text.ts';
import { layered } from '../main/layers.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** The variables of a command. Dispose of it to stop the sandbox. */
export type CommandEnvironment = AsyncDisposable & {
  /** Variables of the shell, of `.env`, of secret files, and of the sandbox. */
  readonly variables: Environment;
  /** Faults of `.env` and of secret files, for `parseConfig`. */
  readonly faults: readonly string[];
  /** The stand-in Amazon that was started; `undefined` if no variable asks for it. */
  readonly sandbox: Sandbox | undefined;
};

/**
 * Reads the environment of a command, and starts the sandbox if a variable asks for it.
 *
 * @param overrides variables that take precedence over all others
 */
export async function readEnvironment(overrides: Environment = {}): Promise<CommandEnvironment> {
  const { withSecretFiles } = await import('../config/secrets.ts');
  const own = withSecretFiles(process.env, readText);
  const dotEnv = readDotEnv();
  const file = withSecretFiles(dotEnv.variables, readText);
  const { wantsSandbox } = await import('../config/wants-sandbox.ts');
  const wanted = layered(overrides, own.environment, file.environment);
  const sandbox = wantsSandbox(wanted) ? await startSandbox(wanted['AMAZON_MARKETPLACE']?.trim()) : undefined;
  const decided = wanted['AMAZON_SANDBOX']?.trim() === 'auto' ? { AMAZON_SANDBOX: String(sandbox !== undefined) } : {};
  return {
    // Variables of the shell override the sandbox; those of `.env` do not, because its credentials are Amazon's.
    variables:
      sandbox === undefined
        ? layered(decided, overrides, own.environment, file.environment)
        : layered(decided, overrides, own.environment, sandbox.environment, withoutAccounts(file.environment)),
    faults: [...dotEnv.faults, ...own.faults, ...file.faults],
    sandbox,
    [Symbol.asyncDispose]: async () => await sandbox?.[Symbol.asyncDispose](),
  };
}

/** The sandbox would refuse Amazon's accounts. */
function withoutAccounts(variables: Environment): Environment {
  return { ...variables, AMAZON_ACCOUNTS: undefined };
}

async function startSandbox(marketplace: string | undefined): Promise<Sandbox> {
  const sandbox = await import('../sandbox/sandbox.ts');
  return await sandbox.startSandbox({ marketplace });
}

/** The variables of `.env` in the working directory. A file that is there and cannot be read is a fault. */
function readDotEnv(): { readonly variables: Environment; readonly faults: readonly string[] } {
  if (!existsSync('.env')) return { variables: {}, faults: [] };
  try {
    return { variables: parseEnv(readText('.env')), faults: [] };
  } catch (error) {
    return { variables: {}, faults: [`.env ${unreadableReason(error)}`] };
  }
}

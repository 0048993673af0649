import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../config/environment.ts';
import { readText } from '../config/read-text.ts';
import { layered } from '../main/layers.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** The variables of a command. Dispose of it to stop the sandbox. */
export type CommandEnvironment = AsyncDisposable & {
  /** Variables of the shell, of `.env`, of secret files, and of the sandbox. */
  readonly variables: Environment;
  /** Faults of secret files, for `parseConfig`. */
  readonly faults: readonly string[];
  /** The stand-in Amazon that was started; `undefined` without `AMAZON_SANDBOX=true`. */
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
  const file = withSecretFiles(dotEnv(), readText);
  const wantsSandbox = layered(overrides, own.environment, file.environment)['AMAZON_SANDBOX']?.trim() === 'true';
  const sandbox = wantsSandbox ? await startSandbox() : undefined;
  return {
    // Variables of the shell override the sandbox; those of `.env` do not, because its credentials are Amazon's.
    variables: layered(overrides, own.environment, sandbox?.environment ?? {}, file.environment),
    faults: [...own.faults, ...file.faults],
    sandbox,
    [Symbol.asyncDispose]: async () => await sandbox?.[Symbol.asyncDispose](),
  };
}

async function startSandbox(): Promise<Sandbox> {
  const sandbox = await import('../sandbox/sandbox.ts');
  return await sandbox.startSandbox();
}

function dotEnv(): Environment {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The gateway as a process of its own, in an empty folder, on a free port unless told otherwise. */
export type Running = AsyncDisposable & {
  readonly pid: number;
  readonly folder: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first match on standard output; rejects when the process ends without one. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly signal: (name: 'SIGTERM' | 'SIGINT' | 'SIGHUP') => void;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
};

/** Makes the folder that a gateway will run in, so that files can be put there first. */
export function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'asin-gateway-'));
}

/** Starts the gateway with this environment and no other. */
export function run(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  folder = aFolder(),
): Running {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { PORT: '0', ...environment } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const closed = once(child, 'close');
  const ended = closed.then(() => child.exitCode ?? child.signalCode);

  return {
    pid: child.pid ?? 0,
    folder,
    stdout: () => stdout,
    stderr: () => stderr,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout);
          if (match !== null) resolve(match);
        };
        child.stdout.on('data', look);
        void closed.then(() => reject(new Error(`ended without saying ${String(pattern)}: ${stdout}${stderr}`)));
        look();
      }),
    signal: (name) => void child.kill(name),
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The gateway in a process of its own, in an empty folder and, by default, on a free port. */
export type Running = AsyncDisposable & {
  readonly pid: number;
  readonly folder: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first match on standard output, or on standard error; rejects when the process ends without one. */
  readonly says: (pattern: RegExp, where?: 'stdout' | 'stderr') => Promise<RegExpExecArray>;
  readonly signal: (name: 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGKILL') => void;
  /** Writes to standard input, and ends it. */
  readonly type: (text: string) => void;
  /** Closes the reading end of standard output. */
  readonly leave: () => void;
  /** Resolves with the exit code, or with the signal that ended the process. */
  readonly ended: Promise<number | string | null>;
};

/** Creates a folder for a gateway, so that a test can write files to it before the start. */
export function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'asin-gateway-'));
}

/** Starts the gateway with exactly this environment; without an API in it, pages are its only source. */
export function run(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  folder = aFolder(),
): Running {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PORT: '0', SCRAPING_FALLBACK_ENABLED: 'true', ...environment },
  });
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
    says: (pattern, where = 'stdout') =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(where === 'stdout' ? stdout : stderr);
          if (match !== null) resolve(match);
        };
        child[where].on('data', look);
        void closed.then(() => reject(new Error(`ended without printing ${String(pattern)}: ${stdout}${stderr}`)));
        look();
      }),
    signal: (name) => void child.kill(name),
    type: (text) => void child.stdin.end(text),
    leave: () => void child.stdout.destroy(),
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

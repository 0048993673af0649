import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** A server under measurement, in a process of its own. */
export type Server = AsyncDisposable & {
  readonly name: string;
  readonly url: string;
  /** Processor time used so far, in seconds. */
  readonly cpuSeconds: () => number;
  /** Resident megabytes. */
  readonly memoryMb: () => number;
  readonly running: () => boolean;
};

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** The placement of processes, as text. */
export const pinning = canPin ? 'servers on core 0, load from core 1' : 'servers and load share the cores';

/** Starts a server on the first core; resolves when it prints its address. */
export async function startServer(
  name: string,
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const child = start(0, file, args, { NODE_ENV: 'production', ...environment });
  const [, url = ''] = await said(child, /Listening on (http:\/\/[^;"\s]+)/);
  return {
    name,
    url,
    cpuSeconds: () => cpuSecondsIn(readProc(child.pid, 'stat')),
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readProc(child.pid, 'status'))?.[1] ?? 0) / 1024,
    running: () => child.exitCode === null,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Runs a load generator on the second core and returns what it measured. */
export async function generate<Measured>(file: string, orders: object): Promise<Measured> {
  const child = start(1, file, []);
  child.stdin.end(JSON.stringify(orders));
  const [, line = ''] = await said(child, /^(\{.*\})$/m);
  return JSON.parse(line);
}

function start(
  core: number,
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const command = canPin ? ['taskset', '-c', String(core), process.execPath] : [process.execPath];
  const [program = '', ...before] = command;
  const env = { PATH: process.env['PATH'], ...environment };
  return spawn(program, [...before, path, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
}

async function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const match = pattern.exec(text);
    if (match !== null) resolve(match);
  });
  child.once('exit', (code) =>
    reject(new Error(`The process ended with code ${code} before the expected output: ${text}`)),
  );
  return await promise;
}

/** User and system time follow the process name, which may contain anything, in hundredths of a second. */
function cpuSecondsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function readProc(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisServer } from './prerequisites.ts';

/** A Redis server for one test. */
export type RedisServer = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** Runs one command over a separate connection; returns the reply as text. */
  command(...args: readonly string[]): string;
  /** Stops the process, so that connections stay open but get no reply. */
  freeze(): void;
  thaw(): void;
  /** Kills it with SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>;
};

/** Whether tests that need a Redis server can run. */
export function hasRedis(): boolean {
  return redisServer.path !== undefined;
}

/** Starts a server on a free port of the loopback, keeping nothing; `args` are its command line options. */
export async function startRedis(...args: readonly string[]): Promise<RedisServer> {
  return await startRedisOn(await freePort(), args);
}

/** The same on this port; a configuration file comes first. */
export async function startRedisOn(
  port: number,
  args: readonly string[],
  configuration?: string,
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'asin-gateway-redis-'));
  const file = join(folder, 'redis.conf');
  if (configuration !== undefined) await writeFile(file, configuration);
  const fixed = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const passwordAt = args.indexOf('--requirepass');
  const password = passwordAt < 0 ? [] : ['-a', args[passwordAt + 1] ?? '', '--no-auth-warning'];
  const certificateAt = args.indexOf('--tls-ca-cert-file');
  const tls = certificateAt < 0 ? [] : ['--tls', '--cacert', args[certificateAt + 1] ?? ''];
  let child: ChildProcess | undefined;

  const command = (...words: readonly string[]) =>
    spawnSync('redis-cli', ['-p', `${port}`, ...password, ...tls, ...words], { timeout: 5_000 })
      .stdout.toString()
      .trim();
  const start = async () => {
    const files = configuration === undefined ? [] : [file];
    child = spawn('redis-server', [...files, ...fixed, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    await saying(child, args.includes('--sentinel') ? 'Sentinel ID is' : 'Ready to accept connections');
  };
  const kill = async () => {
    const ended = child;
    child = undefined;
    if (ended === undefined) return;
    const gone = new Promise((resolve) => ended.once('exit', resolve));
    ended.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    command,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function saying(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(words)) resolve();
    });
    child.once('exit', () => reject(new Error(`redis-server ended: ${said}`)));
    child.once('error', reject);
  });
}

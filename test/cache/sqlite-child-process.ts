import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a child printed before it ended, or was ended. */
export type ChildOutcome = { readonly lines: readonly string[]; readonly errors: string };

const script = fileURLToPath(new URL('sqlite-child.ts', import.meta.url));
const nobody = 65_534;

/**
 * Runs a process that uses the SQLite store in its own way: under `load` until it is killed, on a disk that is `full`
 * after a megabyte or half of one, as a user who may only read: the file, or its folder either. `killAfterLines`: `kill -9` once it has printed so many lines.
 */
export async function runChild(
  mode: 'load' | 'full' | 'full ledger' | 'read-only' | 'read-only folder',
  path: string,
  options: { readonly killAfterLines?: number } = {},
): Promise<ChildOutcome> {
  const reading = mode.startsWith('read-only');
  if (reading) forbidWriting(path, mode === 'read-only' ? 0o777 : 0o555);
  const node = [process.execPath, script, reading ? 'read' : mode, path];
  // A file that may not grow any more fails as one on a full disk does.
  const limited = ['sh', '-c', 'trap "" XFSZ; ulimit -f 1024; exec "$@"', 'sh', ...node];
  const [program = '', ...args] = mode.startsWith('full') ? limited : node;
  // The superuser may write everywhere.
  const uid = reading && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...uid });
  let printed = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.split('\n').length > (options.killAfterLines ?? Infinity)) child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  // The last line may have been cut off by the end.
  return { lines: printed.split('\n').slice(0, -1), errors };
}

function forbidWriting(path: string, folderMode: number): void {
  chmodSync(dirname(dirname(path)), 0o755);
  chmodSync(dirname(path), folderMode);
  chmodSync(path, 0o444);
}

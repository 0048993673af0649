import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatewayVersion } from '../../src/upstream/user-agent.ts';
import { aFolder } from '../main/running.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = aFolder();
const program = join(folder, 'node_modules/.bin/asin-gateway');

// `npx` installs the package in the same way, in a folder of its own.
beforeAll(() => {
  const packed = npm(['pack', '--silent', '--pack-destination', folder], root);
  npm(['install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', join(folder, packed.trim())], folder);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

test('The packed package runs inside node_modules, where Node runs no TypeScript', () => {
  const ended = spawnSync(program, ['--version'], { cwd: folder, encoding: 'utf8' });
  expect(ended).toMatchObject({ stdout: `${gatewayVersion}\n`, stderr: '', status: 0 });
});

test('The packed demo answers, with GraphiQL’s examples and the dashboard’s files', async () => {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1' };
  const started = spawn(program, ['demo'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(started, 'exit');
  try {
    const url = await new Promise<string>((resolve) => {
      started.stdout.on('data', (chunk: Buffer) => {
        const said = /"url":"(http:[^"]+)"/.exec(chunk.toString('utf8'))?.[1];
        if (said !== undefined) resolve(said);
      });
    });
    const read = async (path: string) =>
      await (await fetch(`${url}${path}`, { headers: { accept: 'text/html' } })).text();
    expect((await read('/dashboard')).includes('<script')).toBe(true);
    expect((await read('/graphql')).includes('query SourceAnalytics')).toBe(true);
    const query = '{ search(query: "wireless earbuds", first: 3) { nodes { title } } }';
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect((await answer.text()).match(/Wireless Earbuds/g)).toHaveLength(3);
  } finally {
    started.kill('SIGTERM');
  }
  expect(await ended).toEqual([0, null]);
}, 30_000);

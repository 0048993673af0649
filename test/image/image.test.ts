import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Images cannot be built everywhere, so the instructions of the Dockerfile are carried out in a folder.
const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The instructions of each stage, continuation lines joined. */
const [dependencies = '', image = ''] = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split(/^FROM /m)
  .slice(1);

function instructions(stage: string, name: string): readonly string[] {
  return stage.split('\n').flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1).trim()] : []));
}

/** An instruction of the first stage with the defaults of its build arguments. */
function withArguments(instruction: string): string {
  const defaults = new Map(
    instructions(dependencies, 'ARG')
      .map((text) => text.split('=', 2))
      .map(([a = '', b = '']) => [a, b]),
  );
  return instruction.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => defaults.get(name) ?? '');
}

/** What a stage copies from the checkout. */
function copied(stage: string): readonly string[] {
  const own = instructions(stage, 'COPY').filter((words) => !words.startsWith('--from'));
  return own.flatMap((words) => words.split(/\s+/).slice(0, -1));
}

describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-image-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

  beforeAll(() => {
    for (const path of [...copied(dependencies), ...copied(image)]) {
      cpSync(join(root, path), join(folder, path), { recursive: true });
    }
    const [install = ''] = instructions(dependencies, 'RUN').map(withArguments);
    const env = { ...process.env, npm_config_prefer_offline: 'true' };
    const installed = spawnSync('sh', ['-c', install], { cwd: folder, env, encoding: 'utf8' });
    if (installed.status !== 0) throw new Error(`${install}: ${installed.stderr}`);
  }, 120_000);

  test('copies only what the build context includes', () => {
    const included = read('.dockerignore').match(/(?<=^!).+$/gm);
    expect(included).toEqual(expect.arrayContaining([...copied(dependencies), ...copied(image)]));
  });

  test('holds production dependencies only, and runs as a user without rights', () => {
    expect(spawnSync('npm', ['ls', 'graphql-yoga'], { cwd: folder }).status).toBe(0);
    expect(spawnSync('npm', ['ls', 'vitest'], { cwd: folder }).status).not.toBe(0);
    expect(instructions(image, 'USER')).toEqual(['node']);
  });

  test('has at most 90 MB of packages, without the optional ones for traces', () => {
    const files = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
    const sizes = files
      .filter((file) => file.isFile())
      .map((file) => statSync(join(file.parentPath, file.name)).blocks);
    const bytes = sizes.reduce((total, blocks) => total + blocks * 512, 0);
    expect(bytes / 1_000_000).toBeLessThanOrEqual(90);
    expect(spawnSync('npm', ['ls', '@opentelemetry/sdk-trace-base'], { cwd: folder }).status).not.toBe(0);
  });

  test('starts with its own command, passes its own health check and ends on SIGTERM', async () => {
    const [, ...args] = jsonOf(instructions(image, 'CMD')[0]);
    const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', AMAZON_SANDBOX: 'true' };
    const started = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(started, 'exit');
    try {
      const url = await new Promise<string>((resolve) => {
        started.stdout.on('data', (chunk: Buffer) => {
          const said = /"url":"(http:[^"]+)"/.exec(chunk.toString('utf8'))?.[1];
          if (said !== undefined) resolve(said);
        });
      });
      const [check = ''] = instructions(image, 'HEALTHCHECK');
      const [, ...probe] = jsonOf(check.slice(check.indexOf('CMD ') + 4));
      const probed = (port: string) =>
        spawnSync(process.execPath, probe, { env: { ...process.env, PORT: port } }).status;
      expect(probed(new URL(url).port)).toBe(0);
      expect(probed('9')).toBe(1);
    } finally {
      started.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
  }, 30_000);
});

function jsonOf(text: string | undefined): readonly string[] {
  const parsed: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The instructions of the image's last stage, continuation lines joined. */
const stages = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .join('\n')
  .split(/^FROM /m)
  .slice(1);
const [dependencies = '', image = ''] = stages;
const instruction = (stage: string, name: string) =>
  stage.split('\n').flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1).trim()] : []));

describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-image-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(() => {
    // What COPY puts there, then what RUN does: images cannot be built everywhere, their commands can be run.
    for (const path of ['package.json', 'package-lock.json', 'schema', 'src']) {
      cpSync(join(root, path), join(folder, path), { recursive: true });
    }
    const [install = ''] = instruction(dependencies, 'RUN');
    const [command = '', ...args] = install.split(/\s+/);
    const installed = spawnSync(command, [...args, '--prefer-offline'], { cwd: folder, encoding: 'utf8' });
    if (installed.status !== 0) throw new Error(`${install}: ${installed.stderr}`);
  }, 120_000);

  test('is made of two stages on a slim Node 24, and holds production dependencies only', () => {
    expect(stages.map((stage) => stage.split('\n')[0])).toEqual(['node:24-slim AS dependencies', 'node:24-slim']);
    expect(instruction(dependencies, 'RUN')).toEqual([expect.stringContaining('npm ci --omit=dev')]);
    expect(spawnSync('npm', ['ls', 'vitest'], { cwd: folder }).status).not.toBe(0);
  });

  test('runs as a user without rights, on every interface, and says how it is', () => {
    expect(instruction(image, 'USER')).toEqual(['node']);
    expect(instruction(image, 'ENV').join(' ')).toContain('HOST=0.0.0.0');
    expect(instruction(image, 'EXPOSE')).toEqual(['8080']);
    expect(instruction(image, 'HEALTHCHECK')).toEqual([expect.stringContaining('/health')]);
  });

  test('starts with its own command, passes its own health check and ends on SIGTERM', async () => {
    const [, ...args] = jsonOf(instruction(image, 'CMD')[0]);
    const environment = { ...process.env, PORT: '0', HOST: '127.0.0.1', AMAZON_SANDBOX: 'true' };
    const started = spawn(process.execPath, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => {
      started.once('exit', resolve);
    });
    try {
      const url = await new Promise<string>((resolve) => {
        started.stdout.on('data', (chunk: Buffer) => {
          const port = /"url":"(http:[^"]+)"/.exec(chunk.toString('utf8'))?.[1];
          if (port !== undefined) resolve(port);
        });
      });
      const [check = ''] = instruction(image, 'HEALTHCHECK');
      const [, ...probe] = jsonOf(check.slice(check.indexOf('CMD ') + 4));
      const checked = spawnSync(process.execPath, probe, { env: { ...process.env, PORT: new URL(url).port } });
      expect(checked.status).toBe(0);
      expect(spawnSync(process.execPath, probe, { env: { ...process.env, PORT: '9' } }).status).toBe(1);
    } finally {
      started.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  }, 30_000);

  test('needs no file but those it copies', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(kept).toEqual(['!package.json', '!package-lock.json', '!schema', '!src']);
    expect(instruction(image, 'COPY').concat(instruction(dependencies, 'COPY')).join(' ')).not.toContain('COPY . ');
  });
});

describe('the Compose set-up', () => {
  const compose = read('compose.yaml');

  test('publishes the gateway on 8080 and waits for a healthy Redis with a volume', () => {
    expect(compose).toMatch(/ports:\n +- ['"]\$\{PORT:-8080\}:8080['"]/);
    expect(compose).toMatch(/depends_on:\n +redis:\n +condition: service_healthy/);
    expect(compose).toMatch(/redis:\n +image: redis:/);
    expect(compose).toMatch(/volumes:\n +- redis:\/data/);
    expect(compose).toContain('healthcheck:');
  });

  test('names only variables that the gateway reads', () => {
    const named = [...compose.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(read('.env.example')).toContain(`${name}=`);
  });

  test('gives the gateway longer to stop than it takes to drain', () => {
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(10);
    expect(compose).toContain('read_only: true');
  });
});

function jsonOf(text: string | undefined): readonly string[] {
  const parsed: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

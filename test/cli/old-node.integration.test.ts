import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { aFolder } from '../main/running.ts';
import { oldNode } from '../support/prerequisites.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sentence =
  /^asin-gateway needs Node 24\.12 or later, and this is Node [\d.]+: install a newer one from https:\/\/nodejs\.org, or run this command with one that npx fetches: npx --package=node@24 -- node \S+asin-gateway\.cjs( demo --traffic)?\n$/;

describe.skipIf(oldNode.path === undefined)('a Node that is too old', () => {
  const node = oldNode.path ?? '';

  test('is told in one sentence by the program, with two ways on and the same arguments', () => {
    const ended = spawnSync(node, [`${root}bin/asin-gateway.cjs`, 'demo', '--traffic'], { encoding: 'utf8' });
    expect(ended.stderr).toMatch(sentence);
    expect(ended).toMatchObject({ status: 1, stdout: '' });
  });

  test('is told so by npm start, if no newer one is installed with the packages', () => {
    const folder = aFolder();
    cpSync(`${root}package.json`, join(folder, 'package.json'));
    cpSync(`${root}bin`, join(folder, 'bin'), { recursive: true });
    const env = { ...process.env, PATH: `${dirname(node)}:/usr/bin:/bin` };
    const ended = spawnSync('npm', ['start', '--silent'], { cwd: folder, env, encoding: 'utf8' });
    expect(ended.stderr).toMatch(sentence);
    expect(ended.status).toBe(1);
  });
});

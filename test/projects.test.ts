import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import config from '../vitest.config.ts';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const filesOf = new Map(
  (config.test?.projects ?? []).map((project) => {
    const {
      name,
      include = [],
      exclude = [],
    } = (typeof project === 'object' && 'test' in project && project.test) || {};
    return [typeof name === 'string' ? name : '', new Set(globSync(include, { cwd, exclude }))] as const;
  }),
);

/** Helpers that need a program which is not installed with the project, or that start the gateway as a process. */
const demanding = ['test/support/a-redis.ts', 'test/support/browser.ts', 'test/main/running.ts'];

/** The file and every file of the tests that it imports, directly or not. */
function reachedFrom(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file) || !existsSync(join(cwd, file))) return seen;
  seen.add(file);
  for (const [, path = ''] of readFileSync(join(cwd, file), 'utf8').matchAll(/from '(\.[^']+\.ts)'/g)) {
    const imported = join(dirname(file), path);
    if (imported.startsWith('test/')) reachedFrom(imported, seen);
  }
  return seen;
}

describe('every test file', () => {
  test('belongs to exactly one project', () => {
    const all = globSync('test/**/*.test.ts', { cwd, exclude: ['test/{e2e,sdk}/**'] });
    expect(all.length).toBeGreaterThan(100);
    const owners = all.map((file) => [file, [...filesOf].filter(([, files]) => files.has(file)).map(([name]) => name)]);
    expect(owners.filter(([, names]) => names?.length !== 1)).toEqual([]);
  });

  test('of the unit project needs no Redis, no browser and no gateway process', () => {
    const needy = [...(filesOf.get('unit') ?? [])].filter((file) => {
      const reached = reachedFrom(file);
      return demanding.some((helper) => reached.has(helper));
    });
    expect(needy).toEqual([]);
  });

  test('that measures how long something took runs alone', () => {
    const measuring = globSync('test/**/*.test.ts', { cwd, exclude: ['test/{e2e,sdk}/**'] }).filter((file) =>
      /performance\.now\(\) - \w+\)\.toBeLess|tookMs\)\.toBeLess|elapsedMs[^\n]*\)\.toBeLess/.test(
        readFileSync(join(cwd, file), 'utf8'),
      ),
    );
    expect(measuring).not.toEqual([]);
    expect(measuring.filter((file) => !filesOf.get('timing')?.has(file))).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');

type Door = { readonly rooms: readonly string[]; readonly opens: readonly string[] };

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Who may open whose door')).split('\n## ')[0] ?? '';

const doors: readonly Door[] = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, rooms = '', opens = ''] = line.split('|');
    return { rooms: namesIn(rooms), opens: opens.includes('everything') ? ['everything'] : namesIn(opens) };
  });

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .toSorted();

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name.replace(/\/$/, '').replace(/\.ts$/, ''));
}

/** The longest room that the file is in: `source/pa-api` before `source`. */
function doorOf(file: string): Door | undefined {
  const path = file.replace(/\.ts$/, '');
  const isIn = (room: string) => path === room || path.startsWith(`${room}/`);
  const longest = (door: Door) => Math.max(...door.rooms.filter(isIn).map(({ length }) => length));
  return doors.filter((door) => door.rooms.some(isIn)).toSorted((a, b) => longest(b) - longest(a))[0];
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) =>
    relative(source, join(source, dirname(file), path)),
  );
}

function mayImport(from: string, to: string): boolean {
  const [door, target] = [doorOf(from), doorOf(to)];
  if (door === undefined || target === undefined) return false;
  if (door === target) return true;
  const isClosed = target.rooms.some((room) => room === 'main' || room === 'sandbox');
  if (door.opens.includes('everything')) return !isClosed;
  const path = to.replace(/\.ts$/, '');
  // A room that is named lets in to its own files, not to the rooms inside it.
  return door.opens.some((name) => path === name || target.rooms.includes(name));
}

const imported = new Map(files.map((file) => [file, importsOf(file)]));

/** The shortest way along imports from a file back to itself. */
function cycleFrom(file: string): string | undefined {
  const reached = new Map<string, string>([[file, file]]);
  for (const [at, way] of reached) {
    for (const next of imported.get(at) ?? []) {
      if (next === file) return `${way} → ${file}`;
      if (!reached.has(next)) reached.set(next, `${way} → ${next}`);
    }
  }
  return undefined;
}

describe('the house', () => {
  test('has a door table that covers every file', () => {
    expect(doors.length).toBeGreaterThan(15);
    expect(files.filter((file) => doorOf(file) === undefined)).toEqual([]);
  });

  test('keeps its doors: every import is one the table allows', () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !mayImport(file, imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(broken).toEqual([]);
  });

  test('has no import cycles, not even of types', () => {
    expect(files.flatMap((file) => cycleFrom(file) ?? [])).toEqual([]);
  });

  test('has a pure heart: product imports nothing, not even from npm', () => {
    const heart = files.filter((file) => file.startsWith('product/'));
    const outside = heart.filter((file) => /from '(?!\.)/.test(readFileSync(join(source, file), 'utf8')));
    expect(outside).toEqual([]);
  });

  test('touches the process in main.ts alone', () => {
    const touching = files.filter((file) =>
      /\bprocess\.(env|exit|exitCode|argv|on|once|std\w+|cwd|kill|pid|memoryUsage|hrtime|uptime)\b/.test(
        withoutComments(file),
      ),
    );
    expect(touching).toEqual(['main.ts']);
  });

  test('names no source outside the source’s own folder and the contract, the dashboard included', () => {
    const allowed = /^(source\/[^/]+\/|graphql\/data-source\.ts|sandbox\/)/;
    const assets = readdirSync(join(source, 'dashboard/assets')).filter((name) => name.endsWith('.js'));
    const naming = [...files, ...assets.map((name) => `dashboard/assets/${name}`)].filter(
      (file) => !allowed.test(file) && /\b(CREATORS_API|PA_API|SP_API|SCRAPING)\b/.test(withoutComments(file)),
    );
    expect(naming).toEqual([]);
  });

  test('has one idea a file: none above 300 lines, nine of ten below 200', () => {
    const lengths = files.map((file) => ({ file, lines: readFileSync(join(source, file), 'utf8').split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines > 200).length).toBeLessThanOrEqual(lengths.length / 10);
  });

  test('has no file that only passes on what others define', () => {
    expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });
});

function withoutComments(file: string): string {
  return readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

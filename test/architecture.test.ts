import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sourceDefinitions } from '../src/source/definitions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');

type Door = { readonly rooms: readonly string[]; readonly opens: readonly string[] };

const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const section = architecture.slice(architecture.indexOf('## Door table')).split('\n## ')[0] ?? '';

const doors: readonly Door[] = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, rooms = '', opens = ''] = line.split('|');
    return { rooms: namesIn(rooms), opens: opens.includes('everything') ? ['everything'] : namesIn(opens) };
  });

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|js)$/.test(file))
  .toSorted();
const texts = new Map(files.map((file) => [file, readFileSync(join(source, file), 'utf8')]));

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => withoutEnding(name.replace(/\/$/, '')));
}

function withoutEnding(file: string): string {
  return file.replace(/\.(ts|js)$/, '');
}

function textOf(file: string): string {
  return texts.get(file) ?? '';
}

/** The longest room that the file is in: `source/sp-api` before `source`. */
function doorOf(file: string): Door | undefined {
  const path = withoutEnding(file);
  const isIn = (room: string) => path === room || path.startsWith(`${room}/`);
  const longest = (door: Door) => Math.max(...door.rooms.filter(isIn).map(({ length }) => length));
  return doors.filter((door) => door.rooms.some(isIn)).toSorted((a, b) => longest(b) - longest(a))[0];
}

/**
 * What the file imports of ours. The dashboard's scripts also import what the gateway serves beside them, and the entry
 * the check of the Node version.
 */
const importsOf = new Map(
  files.map((file) => [
    file,
    [...textOf(file).matchAll(/(?:from|import\(|import)\s*'(\.[^']+)'/g)]
      .map(([, path = '']) => relative(source, join(source, dirname(file), path)))
      .filter((path) => !['dashboard/assets/uplot.js', '../bin/require-node.cjs'].includes(path)),
  ]),
);

function mayImport(from: string, to: string): boolean {
  const [door, target] = [doorOf(from), doorOf(to)];
  if (door === undefined || target === undefined) return false;
  if (door === target) return true;
  const isClosed = target.rooms.some((room) => ['main', 'cli', 'sandbox'].includes(room));
  if (door.opens.includes('everything')) return !isClosed;
  const path = withoutEnding(to);
  // A room that is named lets in to its own files, not to the rooms inside it.
  return door.opens.some((name) => path === name || target.rooms.includes(name));
}

/** A path of imports, of types too, that leads back to where it began; `undefined` if there is none. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  function visit(file: string, path: readonly string[]): readonly string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

describe('the rooms', () => {
  test('are all in the door table, and the table names only rooms and files that exist', () => {
    expect(files.filter((file) => doorOf(file) === undefined)).toEqual([]);
    const paths = new Set(files.flatMap((file) => [withoutEnding(file), ...foldersOf(file)]));
    const named = doors.flatMap(({ rooms, opens }) => [...rooms, ...opens]).filter((name) => name !== 'everything');
    expect(named.filter((name) => !paths.has(name))).toEqual([]);
  });

  test('import only what the door table allows', () => {
    const broken = files.flatMap((file) =>
      (importsOf.get(file) ?? [])
        .filter((imported) => !mayImport(file, imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(broken).toEqual([]);
  });

  test('have no cycle of imports, not even of types', () => {
    expect(cycleIn(importsOf)).toBeUndefined();
  });

  test('have at most about twenty files each', () => {
    const counts = Map.groupBy(files, dirname);
    const full = [...counts].filter(([, own]) => own.length > 21).map(([folder, own]) => `${folder}: ${own.length}`);
    expect(full).toEqual([]);
  });
});

describe('the files', () => {
  test('of product/ import nothing, not even from npm', () => {
    const outside = files.filter((file) => file.startsWith('product/') && /from '(?!\.)/.test(textOf(file)));
    expect(outside).toEqual([]);
  });

  test('touch the process in main.ts and in the commands alone', () => {
    const touching = files.filter(
      (file) =>
        !/^(main\.ts|cli\/[\w-]+\.ts)$/.test(file) &&
        /\bprocess\.(env|exit|exitCode|argv|on|once|std\w+|cwd|kill|pid|memoryUsage|hrtime|uptime)\b/.test(
          withoutComments(file),
        ),
    );
    expect(touching).toEqual([]);
  });

  test('name no source outside its own folder, the schema’s contract, the types generated from it, and the sandbox', () => {
    const ids = sourceDefinitions.map(({ id }) => id).join('|');
    const allowed = /^(source\/|graphql\/schema\/data-source\.ts|sandbox\/|dashboard\/operation-types\.ts)/;
    const naming = files.filter(
      (file) => !allowed.test(file) && new RegExp(`['"\`](${ids})['"\`]`).test(withoutComments(file)),
    );
    expect(naming).toEqual([]);
  });

  test('have one idea each: none above 300 lines, nine of ten below 200', () => {
    const lengths = files.map((file) => ({ file, lines: textOf(file).split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines > 200).length).toBeLessThanOrEqual(lengths.length / 10);
  });

  test('never only pass on what others define', () => {
    expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });
});

function foldersOf(file: string): readonly string[] {
  const parts = dirname(file).split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function withoutComments(file: string): string {
  return textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

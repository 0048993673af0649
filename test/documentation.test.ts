import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObjectType, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../src/graphql/schema.ts';
import { sourceDefinitions } from '../src/source/definitions.ts';
import { fieldTable } from '../tools/field-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', '{src,test,.github}/**/*.md'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
}).toSorted();

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const matchesOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const unique = (names: readonly string[]) => [...new Set(names)].toSorted();

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('links only to files that exist', () => {
    const links = matchesOf(text, /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link));
    const missing = links.filter((link) => !existsSync(join(root, dirname(page), link.replace(/#.*$/, ''))));
    expect(missing).toEqual([]);
  });

  test('names only files that exist', () => {
    // The how-to for a new operation invents the files of `offers`; a name with a placeholder or a pattern is no file.
    const named = matchesOf(text, /`((?:src|test|docs|schema|bench|tools|monitoring)\/[\w./-]+)`/g);
    const missing = named.filter((path) => !/\/offers?\.ts$/.test(path) && !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    const scripts = Object.keys(packageField('scripts'));
    const named = matchesOf(text, /\bnpm run ([\w:]+)/g);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

describe('README.md', () => {
  test('has at most 180 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(180);
  });

  test('shows a query of this schema, and an answer with the fields of the query', () => {
    const [query = ''] = matchesOf(read('README.md'), /```graphql\n([\s\S]*?)```/g);
    const [answer = ''] = matchesOf(read('README.md'), /```json\n([\s\S]*?)```/g);
    expect(validate(schema, parse(query))).toEqual([]);
    const fields = matchesOf(answer, /"(\w+)":/g).filter((name) => name !== 'data');
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.filter((name) => !new RegExp(`\\b${name}\\b`).test(query))).toEqual([]);
  });
});

describe('docs/schema.md', () => {
  test('lists every query with its arguments', () => {
    const shown = matchesOf(read('docs/schema.md'), /^\| `(\w+\([^`]*\))`/gm);
    const fields = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => !name.startsWith('_'));
    const signatures = fields.map(({ name, args }) => `${name}(${unique(args.map((arg) => arg.name)).join(', ')})`);
    const sorted = shown.map((signature) => {
      const [name = '', args = ''] = signature.slice(0, -1).split('(');
      return `${name}(${unique(args.split(', ')).join(', ')})`;
    });
    expect(sorted.toSorted()).toEqual(signatures.toSorted());
  });

  test('says for every field of Product that a source may provide which sources provide it', () => {
    const product = schema.getType('Product');
    const fields = isObjectType(product) ? Object.keys(product.getFields()) : [];
    // The gateway itself makes these, from the question, from other fields, or with a call of its own.
    const derived = 'id asin marketplace productUrl imageUrl savingsPercent quality provenance language variations';
    const rows = matchesOf(read('docs/schema.md'), /^\| `(\w+)(?:\.\w+)?` /gm);
    expect(fields.filter((name) => !derived.split(' ').includes(name) && !rows.includes(name))).toEqual([]);
  });

  test('has the table that the sources declare (npm run codegen)', () => {
    expect(read('docs/schema.md')).toContain(fieldTable(sourceDefinitions));
  });
});

describe('docs/dependencies.md', () => {
  test.each(['dependencies', 'optionalDependencies', 'devDependencies'])('has a line for each of the %s', (kind) => {
    const tables = read('docs/dependencies.md').split(/^(?=Optional, |Development:)/m);
    const table = tables[['dependencies', 'optionalDependencies', 'devDependencies'].indexOf(kind)] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => matchesOf(row.split('|')[1] ?? '', /`([^`]+)`/g));
    expect(named.toSorted()).toEqual(Object.keys(packageField(kind)).toSorted());
  });
});

describe('the GitHub workflow', () => {
  test('runs every npm command of .ci/run', () => {
    const commandsOf = (path: string) =>
      unique(matchesOf(read(path).replaceAll(/#.*$/gm, ''), /\b(npm (?:ci|test|run [\w:]+))/g));
    expect(commandsOf('.ci/run').length).toBeGreaterThan(3);
    expect(commandsOf('.github/workflows/ci.yml')).toEqual(commandsOf('.ci/run'));
  });
});

function packageField(name: string): object {
  const manifest: unknown = JSON.parse(read('package.json'));
  const value: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, name) : undefined;
  if (typeof value !== 'object' || value === null) throw new Error(`package.json has no ${name}`);
  return value;
}

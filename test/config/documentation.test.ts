import { readFileSync } from 'node:fs';
import { isScalarType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { mostAsins } from '../../src/graphql/input/product-input.ts';
import { mostLookups } from '../../src/graphql/input/recent-lookup-input.ts';
import { longestBrand, longestQuery } from '../../src/graphql/input/search-input.ts';
import { longestCursor, mostHits } from '../../src/graphql/input/slice-input.ts';
import { defaultInFlight } from '../../src/graphql/plugins/concurrency-limit.ts';
import { defaultLimits as operation } from '../../src/graphql/plugins/operation-limits.ts';
import { schema } from '../../src/graphql/schema.ts';
import { mostRepresentations } from '../../src/graphql/schema/entities.ts';
import { mostBodyBytes } from '../../src/graphql/server.ts';
import { defaultLimits as listener } from '../../src/http/listener.ts';
import { gatewayVersion } from '../../src/upstream/user-agent.ts';
import { variablesRead } from './variables-read.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const example = read('.env.example').split('\n');
const entries = example.flatMap((line) => {
  const [, name, value] = /^#?([A-Z_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [[name, value ?? ''] as const];
});

describe('.env.example', () => {
  test('contains every variable that is read, and no other', () => {
    expect(entries.map(([name]) => name).sort()).toEqual(variablesRead());
  });

  test('shows the defaults', () => {
    expect(asData(Object.fromEntries(entries))).toEqual(asData({}));
  });

  test('sets nothing until a line is uncommented', () => {
    expect(example.filter((line) => /^[A-Z]/.test(line))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const rows = rowsOf('docs/configuration.md').map(([names = '', defaults = '']) => {
    return { names: codesIn(names), defaults: codesIn(defaults) };
  });

  test('lists every variable that is read once, and no other', () => {
    expect(rows.flatMap(({ names }) => names).sort()).toEqual(variablesRead());
  });

  test('shows the defaults of .env.example', () => {
    const shown = rows.flatMap(({ names, defaults }) => names.map((name, index) => [name, defaults[index]] as const));
    const defaults = new Map(shown);
    const constants = entries.filter(([, value]) => value !== '');
    expect(constants.length).toBeGreaterThan(10);
    expect(constants.map(([name]) => [name, defaults.get(name)])).toEqual(constants);
    expect(defaults.get('MAX_OPERATION_COST')).toBe(String(operation.calls));
    expect(defaults.get('MAX_IN_FLIGHT')).toBe(String(defaultInFlight));
  });
});

describe('docs/operations.md', () => {
  const seconds = (ms: number) => ms / 1_000;
  const limits: readonly (readonly [string, readonly number[]])[] = [
    ['characters · tokens · open brackets', [operation.characters, operation.tokens, operation.nesting]],
    ['fields, each fragment counted wherever it is spread', [operation.fields]],
    ['depth · depth within `__schema` and `__type`', [operation.depth, operation.introspectionDepth]],
    ['aliases · directives', [operation.aliases, operation.directives]],
    ['`__schema` · `__type`', [operation.schemas, operation.types]],
    ['estimated values of the introspection', [operation.introspectedValues]],
    ['cost in upstream calls (`MAX_OPERATION_COST`)', [operation.calls]],
    [
      '`products(asins)` · `search(first)` · `_entities` · `recentLookups(first)`',
      [mostAsins, mostHits, mostRepresentations, mostLookups],
    ],
    [
      'characters of `search(query)` · `brand`, `title`, `author` · `after`',
      [longestQuery, longestBrand, longestCursor],
    ],
    ['characters of an ASIN or decimal, including blanks', [100]],
    ['body in KB · headers in KB', [mostBodyBytes / 1024, listener.maxHeaderBytes / 1024]],
    [
      'seconds for the headers · for a request · between requests',
      [listener.headersTimeoutMs, listener.requestTimeoutMs, listener.keepAliveTimeoutMs].map(seconds),
    ],
    ['seconds until a client must read a byte of its response', [seconds(listener.stallTimeoutMs)]],
    ['seconds without a byte in either direction', [seconds(listener.silenceTimeoutMs)]],
    ['requests that a client may send ahead on one connection', [listener.maxPipelined]],
    ['operations at a time (`MAX_IN_FLIGHT`)', [defaultInFlight]],
  ];
  const rows = new Map(rowsOf('docs/operations.md').map(([name = '', value = '']) => [name, value]));

  test.each(limits)('the limit of %s is the one of the code', (name, figures) => {
    const shown = [...(rows.get(name) ?? '').matchAll(/\d[\d,]*/g)].map(([figure]) =>
      Number(figure.replaceAll(',', '')),
    );
    expect(shown.slice(0, figures.length)).toEqual(figures);
  });

  test('the tables of limits contain no other limit', () => {
    const text = read('docs/operations.md');
    const section = text.slice(text.indexOf('## Limits'), text.indexOf('## When something goes wrong'));
    const names = rowsIn(section).map(([name]) => name);
    expect(names).toEqual(limits.map(([name]) => name));
  });

  test.each(['ASIN', 'Decimal'])('the limit of characters of an %s is the one of the scalar', (name) => {
    const scalar = schema.getType(name);
    if (!isScalarType(scalar)) throw new Error(`${name} is not a scalar`);
    const text = name === 'ASIN' ? 'B000000001' : '1.00';
    expect(scalar.parseValue(text.padEnd(100))).toBe(text);
    expect(() => scalar.parseValue(text.padEnd(101))).toThrow();
  });

  test('shows the version that /health reports', () => {
    expect(read('docs/operations.md')).toContain(`"version":"${gatewayVersion}"`);
  });
});

/** The configuration as data, without the functions of the sources. */
function asData(environment: Readonly<Record<string, string>>) {
  const { sources, ...config } = parseConfig({ SCRAPING_FALLBACK_ENABLED: 'true', ...environment });
  return { ...config, sources: sources.map(({ definition, configured }) => [definition.id, configured?.settings]) };
}

function rowsOf(path: string): readonly (readonly string[])[] {
  return rowsIn(read(path));
}

/** The cells of all tables, without their heads. */
function rowsIn(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  return lines.flatMap((line, index) => {
    const isHead = lines[index + 1]?.startsWith('| -') === true;
    if (!line.startsWith('| ') || line.startsWith('| -') || isHead) return [];
    return [
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ];
  });
}

function codesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}

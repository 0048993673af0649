import { describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import type { FuzzCase } from './fuzz-case.ts';
import { fuzz } from './fuzz.ts';
import { shrink } from './shrink.ts';

/** Together 1,500 operations, each requested five times. */
const seeds = [1, 2, 3];
const operations = 500;

describe('an operation gets the answer of graphql-js each time it is requested', () => {
  test.each(seeds)('operations of seed %d', { timeout: 300_000 }, async (seed) => {
    const { texts, fastAnswers } = await fuzz({ seed, operations, mostDifferences: 1, mostShrunk: 1 });
    expect(texts.join('\n')).toBe('');
    // The comparison says something about the fast path only if it has answered.
    expect(fastAnswers).toBeGreaterThan(operations / 2);
  });
});

test('a difference is found and its case is shrunk', async () => {
  const answersWrongly = async ({ query, requests }: FuzzCase) =>
    /\bbrand\b/.test(query) && requests.length > 2 ? { request: 2, expected: 'right', answered: 'wrong' } : undefined;
  const open = async () => ({ play: answersWrongly, [Symbol.asyncDispose]: async () => undefined });

  const {
    operations: played,
    differences,
    texts,
  } = await fuzz({
    seed: 9,
    operations: 1_000,
    mostDifferences: 1,
    mostShrunk: 1,
    open,
  });

  expect(played).toBeLessThan(1_000);
  expect(differences).toBe(1);
  const [text = ''] = texts;
  expect(text).toContain('expected right\nanswered wrong');
  const [operation = ''] = text.split('\n  after');
  expect(operation.match(/\w+ \{|brand|[@$.]/g)?.length).toBeLessThan(6);
  expect(text.match(/after 0 ms by text/g)).toHaveLength(3);
});

test('a shrunk case still holds the operations that its requests name', async () => {
  const request = { waitMs: 0, by: 'text', operationName: 'B', variables: {} } as const;
  const query = 'query B { product(asin: "A000000001") { title } } query A { __typename }';
  const shrunk = await shrink({ query, requests: [request, request] }, schema, async () => true);
  expect(shrunk.requests).toEqual([request]);
  expect(shrunk.query.replaceAll(/\s+/g, ' ')).toBe('query B { __typename }');
});

test('a case that fails only after another one is reported together with it', async () => {
  const open = async () => {
    let warm = false;
    return {
      async play({ query }: FuzzCase) {
        if (warm && query.includes('_entities')) return { request: 0, expected: 'right', answered: 'wrong' };
        warm ||= query.includes('search');
        return undefined;
      },
      [Symbol.asyncDispose]: async () => undefined,
    };
  };

  const { texts } = await fuzz({ seed: 2, operations: 1_000, mostDifferences: 1, mostShrunk: 1, open });

  const [before = '', after = ''] = texts[0]?.split('\nthen\n') ?? [];
  expect(before).toContain('search');
  expect(after).toContain('_entities');
  expect(texts[0]?.match(/^then$/gm)).toHaveLength(1);
});

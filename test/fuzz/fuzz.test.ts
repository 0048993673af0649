import { describe, expect, test } from 'vitest';
import type { FuzzCase } from './fuzz-case.ts';
import { fuzz } from './fuzz.ts';

/** Together 1,500 operations, each asked five times. */
const seeds = [1, 2, 3];
const operations = 500;

describe('however often an operation is asked, it is answered as graphql-js answers it', () => {
  test.each(seeds)('operations of seed %d', { timeout: 300_000 }, async (seed) => {
    const { texts } = await fuzz({ seed, operations, mostDifferences: 1, mostShrunk: 1 });
    expect(texts.join('\n')).toBe('');
  });
});

test('a difference is found and made small', async () => {
  const answersWrongly = async ({ query, askings }: FuzzCase) =>
    /\bbrand\b/.test(query) && askings.length > 2 ? { asking: 2, expected: 'right', answered: 'wrong' } : undefined;
  const open = async () => ({ play: answersWrongly, [Symbol.asyncDispose]: async () => undefined });

  const {
    operations: asked,
    differences,
    texts,
  } = await fuzz({
    seed: 1,
    operations: 1_000,
    mostDifferences: 1,
    mostShrunk: 1,
    open,
  });

  expect(asked).toBeLessThan(1_000);
  expect(differences).toBe(1);
  const [text = ''] = texts;
  expect(text).toContain('expected right\nanswered wrong');
  const [operation = ''] = text.split('\n  after');
  expect(operation.match(/\w+ \{|brand|[@$.]/g)?.length).toBeLessThan(6);
  expect(text.match(/after 0 ms by text/g)).toHaveLength(3);
});

test('what fails only after something else is told with it', async () => {
  const open = async () => {
    let warm = false;
    return {
      async play({ query }: FuzzCase) {
        if (warm && query.includes('_entities')) return { asking: 0, expected: 'right', answered: 'wrong' };
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

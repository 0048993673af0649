import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges } from 'graphql';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const contract = 'schema/schema.graphql';
const today = readFileSync(`${root}${contract}`, 'utf8');

/** The contract before the last change to it that is at hand: what is committed, or what was a commit ago. */
function earlierContract(): string | undefined {
  return [committedAt('HEAD'), committedAt('HEAD~1')].find((text) => text !== undefined && text !== today) ?? today;
}

function committedAt(commit: string): string | undefined {
  try {
    return execFileSync('git', ['show', `${commit}:${contract}`], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    // An archive without its history, or a clone of one commit.
    return undefined;
  }
}

/** What a client, or a supergraph, that fits the earlier contract may trip over. */
function breaksBetween(earlier: string, later: string): readonly string[] {
  const [before, after] = [buildSchema(earlier), buildSchema(later)];
  // A supergraph in which another subgraph takes the enum as input breaks by a value more.
  const values = findDangerousChanges(before, after).filter(
    ({ type }) => type === DangerousChangeType.VALUE_ADDED_TO_ENUM,
  );
  return [...findBreakingChanges(before, after), ...values].map(({ description }) => description);
}

/** Breaks that are meant: each is a line of its description, and stands in the changelog of the release that has it. */
const accepted: ReadonlySet<string> = new Set(
  readFileSync(new URL('accepted-breaks.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')),
);

test('the contract breaks nobody who fits the one before', () => {
  const breaks = breaksBetween(earlierContract() ?? today, today);
  expect(breaks.filter((one) => !accepted.has(one))).toEqual([]);
});

describe('a break is named', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['  salesRank: Int\n', '  rank: Int\n', 'Product.salesRank was removed.'],
    ['  salesRank: Int\n', '  salesRank: Float\n', 'Product.salesRank changed type from Int to Float.'],
    ['  features: [String!]!\n', '  features: String!\n', 'Product.features changed type from [String!]! to String!.'],
    ['enum CacheStatus {\n', 'enum CacheStatus {\n  FROZEN\n', 'FROZEN was added to enum type CacheStatus.'],
  ];
  test.each(cases)('%j', (text, instead, description) => {
    expect(today).toContain(text);
    expect(breaksBetween(today, today.replace(text, instead))).toContain(description);
  });

  test('and a field more is none', () => {
    expect(breaksBetween(today, today.replace('  salesRank: Int\n', '  salesRank: Int\n  rank: Int\n'))).toEqual([]);
  });
});

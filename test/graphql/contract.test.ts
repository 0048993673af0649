import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges } from 'graphql';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const contract = 'schema/schema.graphql';
const today = readFileSync(`${root}${contract}`, 'utf8');

/** The contract before the last known change: that of the latest commit, or of the commit before it. */
function earlierContract(): string | undefined {
  return [committedAt('HEAD'), committedAt('HEAD~1')].find((text) => text !== undefined && text !== today) ?? today;
}

function committedAt(commit: string): string | undefined {
  try {
    return execFileSync('git', ['show', `${commit}:${contract}`], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    // The checkout has no history, or only one commit.
    return undefined;
  }
}

/** Changes that can break a client or a supergraph that relies on the earlier contract. */
function breaksBetween(earlier: string, later: string): readonly string[] {
  const [before, after] = [buildSchema(earlier), buildSchema(later)];
  // An additional value breaks a supergraph in which another subgraph takes the enum as input.
  const values = findDangerousChanges(before, after).filter(
    ({ type }) => type === DangerousChangeType.VALUE_ADDED_TO_ENUM,
  );
  return [...findBreakingChanges(before, after), ...values].map(({ description }) => description);
}

/** Intended breaking changes, one description per line. Each is also an entry in the changelog of its release. */
const accepted: ReadonlySet<string> = new Set(
  readFileSync(new URL('accepted-breaks.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')),
);

test('the contract has no breaking change since the previous version, except accepted ones', () => {
  const breaks = breaksBetween(earlierContract() ?? today, today);
  expect(breaks.filter((one) => !accepted.has(one))).toEqual([]);
});

describe('a breaking change is detected', () => {
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

  test('and an additional field is not a breaking change', () => {
    expect(breaksBetween(today, today.replace('  salesRank: Int\n', '  salesRank: Int\n  rank: Int\n'))).toEqual([]);
  });
});

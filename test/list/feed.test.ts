import { describe, expect, test } from 'vitest';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import { createFeed, type AskedRow } from '../../src/list/run/feed.ts';

function row(number: number, marketplace?: MarketplaceCode): AskedRow {
  return { number, input: `input ${number}`, marketplace, asked: 0 };
}

async function* rowsOf(all: readonly AskedRow[], read: number[] = []) {
  for (const one of all) {
    read.push(one.number);
    yield one;
  }
}

const numbersOf = (rows: readonly AskedRow[] | undefined) => rows?.map(({ number }) => number);

describe('a feed', () => {
  test('hands out all rows in batches, then nothing', async () => {
    const feed = createFeed(rowsOf([1, 2, 3].map((n) => row(n))), () => 0);
    expect([numbersOf(await feed.next(2)), numbersOf(await feed.next(2))]).toEqual([[1, 2], [3]]);
    expect([await feed.next(2), feed.isEmpty]).toEqual([undefined, true]);
  });

  test('reads no further than a batch needs', async () => {
    const read: number[] = [];
    const feed = createFeed(
      rowsOf(
        [1, 2, 3, 4].map((n) => row(n)),
        read,
      ),
      () => 0,
    );
    await feed.next(2);
    expect(read).toEqual([1, 2]);
  });

  test('fills each batch from one marketplace', async () => {
    const all = [row(1, 'IN'), row(2, 'DE'), row(3, 'IN'), row(4, 'DE'), row(5)];
    const feed = createFeed(rowsOf(all), () => 0);
    const batches = [await feed.next(2), await feed.next(2), await feed.next(2)];
    expect(batches.map(numbersOf)).toEqual([[1, 3], [2, 4], [5]]);
  });

  test('reads a bounded number of rows ahead', async () => {
    const read: number[] = [];
    const all = Array.from({ length: 5_000 }, (_, n) => row(n, n === 0 ? 'IN' : 'DE'));
    const feed = createFeed(rowsOf(all, read), () => 0);
    await feed.next(2_000);
    expect(read.length).toBeLessThanOrEqual(1_000);
  });

  test('hands out first what was given back', async () => {
    const feed = createFeed(rowsOf([1, 2, 3].map((n) => row(n))), () => 0);
    const batch = (await feed.next(1)) ?? [];
    feed.putBack(batch);
    expect(feed.isEmpty).toBe(false);
    expect(await feed.next(1)).toBe(batch);
  });

  test('hands out a row that was put off when it is due', async () => {
    let time = 0;
    const feed = createFeed(rowsOf([row(1)]), () => time);
    const [one] = (await feed.next(1)) ?? [];
    feed.putOff(one ?? row(0), 500);
    expect([await feed.next(1), feed.isEmpty, feed.nextDueAt]).toEqual([undefined, false, 500]);
    time = 500;
    expect([numbersOf(await feed.next(1)), feed.nextDueAt]).toEqual([[1], undefined]);
  });
});

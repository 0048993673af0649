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

  test('leaves out the rows of a marketplace that was dropped, wherever they wait', async () => {
    const all = [row(1, 'IN'), row(2, 'IN'), row(3, 'DE'), row(4, 'IN'), row(5, 'IN'), row(6, 'DE')];
    const feed = createFeed(rowsOf(all), () => 0);
    const first = (await feed.next(1)) ?? [];
    const second = (await feed.next(1)) ?? [];
    feed.putBack(first);
    feed.putOff(row(2, 'IN'), 500);
    feed.drop('IN');
    feed.putBack(second);
    feed.putOff(row(1, 'IN'), 500);
    expect([numbersOf(await feed.next(2)), await feed.next(2)]).toEqual([[3, 6], undefined]);
    expect([feed.isEmpty, feed.nextDueAt]).toEqual([true, undefined]);
  });

  test('reads on to the rows of other marketplaces when one with many rows ahead is dropped', async () => {
    const all = Array.from({ length: 3_000 }, (_, n) => row(n, n % 1_200 === 0 ? 'DE' : 'IN'));
    const feed = createFeed(rowsOf(all), () => 0);
    await feed.next(2_000);
    feed.drop('IN');
    expect([numbersOf(await feed.next(2)), feed.isEmpty]).toEqual([[1_200, 2_400], false]);
    expect([await feed.next(2), feed.isEmpty]).toEqual([undefined, true]);
  });

  test('reads no further while many rows are put off', async () => {
    const read: number[] = [];
    const feed = createFeed(
      rowsOf(
        Array.from({ length: 5_000 }, (_, n) => row(n)),
        read,
      ),
      () => 0,
    );
    for (let batch = await feed.next(10); batch !== undefined; batch = await feed.next(10)) {
      for (const one of batch) feed.putOff(one, 500);
    }
    expect(read).toHaveLength(1_000);
    expect([feed.isEmpty, feed.nextDueAt]).toEqual([false, 500]);
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

import type { MarketplaceCode } from '../../product/marketplace.ts';

/** A row that is to be asked. */
export type AskedRow = {
  readonly number: number;
  readonly input: string;
  /** `undefined` for the gateway's own. */
  readonly marketplace: MarketplaceCode | undefined;
  /** How often it has been asked. */
  readonly asked: number;
};

/** The rows of a list that are still to be asked, in batches of one marketplace. */
export interface Feed {
  /** Up to `size` rows; `undefined` if there is none now. Reads on until a batch is full, within bounds. */
  next(size: number): Promise<readonly AskedRow[] | undefined>;
  /** Gives rows back as a batch of their own, before all others. */
  putBack(rows: readonly AskedRow[]): void;
  /** Gives a row back that may be asked from this time on, in monotonic milliseconds. */
  putOff(row: AskedRow, dueAt: number): void;
  /** Leaves out the rows of a marketplace from now on, also those that are given back. */
  drop(marketplace: MarketplaceCode | undefined): void;
  /** When the first row that was put off is due. */
  readonly nextDueAt: number | undefined;
  /** Whether all rows have been handed out. */
  readonly isEmpty: boolean;
}

/** Rows that wait here, read ahead to fill batches of a list with many marketplaces or put off: beyond it, none are read. */
const mostAhead = 1_000;

/** Creates a feed of rows. @param now monotonic milliseconds */
export function createFeed(rows: AsyncIterable<AskedRow>, now: () => number): Feed {
  const source = rows[Symbol.asyncIterator]();
  const waiting = new Map<MarketplaceCode | undefined, AskedRow[]>();
  const dropped = new Set<MarketplaceCode | undefined>();
  let returned: (readonly AskedRow[])[] = [];
  let putOff: { readonly row: AskedRow; readonly dueAt: number }[] = [];
  let ahead = 0;
  let ended = false;

  function add(row: AskedRow): void {
    if (dropped.has(row.marketplace)) return;
    const same = waiting.get(row.marketplace) ?? [];
    waiting.set(row.marketplace, same);
    same.push(row);
    ahead += 1;
  }

  function addDue(): void {
    if (putOff.length === 0) return;
    const time = now();
    for (const { row, dueAt } of putOff) if (dueAt <= time) add(row);
    putOff = putOff.filter(({ dueAt }) => dueAt > time);
  }

  function full(size: number): AskedRow[] | undefined {
    return [...waiting.values()].find(({ length }) => length >= size);
  }

  return {
    async next(size) {
      const back = returned.shift();
      if (back !== undefined) return back;
      addDue();
      while (!ended && ahead + putOff.length < mostAhead && full(size) === undefined) {
        const { done, value } = await source.next();
        if (done === true) ended = true;
        else add(value);
      }
      const oldest = [...waiting.values()].filter(({ length }) => length > 0).toSorted(byNumber)[0];
      const batch = (full(size) ?? oldest)?.splice(0, size);
      ahead -= batch?.length ?? 0;
      return batch;
    },
    putBack(batch) {
      if (!dropped.has(batch[0]?.marketplace)) returned.push(batch);
    },
    putOff(row, dueAt) {
      if (!dropped.has(row.marketplace)) putOff.push({ row, dueAt });
    },
    drop(marketplace) {
      dropped.add(marketplace);
      ahead -= waiting.get(marketplace)?.length ?? 0;
      waiting.delete(marketplace);
      returned = returned.filter(([row]) => row?.marketplace !== marketplace);
      putOff = putOff.filter(({ row }) => row.marketplace !== marketplace);
    },
    get nextDueAt() {
      let next: number | undefined;
      for (const { dueAt } of putOff) next = Math.min(next ?? dueAt, dueAt);
      return next;
    },
    get isEmpty() {
      return ended && ahead === 0 && returned.length === 0 && putOff.length === 0;
    },
  };
}

function byNumber([a]: readonly AskedRow[], [b]: readonly AskedRow[]): number {
  return (a?.number ?? 0) - (b?.number ?? 0);
}

import { orAborted } from '../async.ts';
import type { Clock } from '../clock.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { readProductLink } from '../product/product-link.ts';
import { inputOf, readMarketplaceCell } from './input/cell.ts';
import type { List } from './input/open-list.ts';
import type { Format } from './output/row-format.ts';
import type { Output } from './output/output.ts';
import type { Tally } from './output/progress.ts';
import { writeList } from './output/write-list.ts';
import { failedRow } from './row-answer.ts';
import type { Ask } from './run/ask.ts';
import { createCommitter, type Committer } from './run/committer.ts';
import type { AskedRow } from './run/feed.ts';
import type { Journal, JournalEntry } from './run/journal.ts';
import { runList, type RunEnd } from './run/run-list.ts';

/** Options of {@link lookupList}. */
export type LookupListOptions = {
  readonly list: List;
  readonly journal: Journal;
  readonly ask: Ask;
  readonly format: Format;
  readonly output: Output;
  readonly tally: Tally;
  /** The marketplace of rows that name none; `undefined` for the gateway's own. */
  readonly marketplace: MarketplaceCode | undefined;
  readonly waitsForQuota: boolean;
  readonly notice: (text: string) => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

/**
 * Answers a list. The rows without an answer in the journal are asked; each answer is in the journal before it counts; and
 * the output follows in the order of the list. When the day's calls are used up, the rows that are left say so.
 *
 * @throws {RunFault} if a file cannot be used or the gateway is lost; {ListFault} if the gateway refuses the list; the signal's
 * reason. The journal keeps what it has
 */
export async function lookupList(options: LookupListOptions): Promise<RunEnd> {
  const { list, journal, tally, output } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  let ended = false;
  const committer = createCommitter(
    journal,
    (entries) => tally.add(entries.map(({ answer }) => answer.code)),
    (error) => stop.abort(error),
  );

  /** What has been answered is in the journal first, so that it is not asked again on a further day. */
  function rows(): AsyncIterable<AskedRow> {
    committer.flush();
    return unanswered(options, committer.add);
  }

  async function run(): Promise<RunEnd> {
    try {
      const end = await runList({ ...options, rows, answered: committer.add, used: tally.used, signal });
      committer.flush();
      ended = true;
      return end;
    } finally {
      committer.end();
    }
  }

  const known = (row: number) => journal.get(row) ?? (ended ? undefined : later(row));
  async function later(row: number) {
    for (;;) {
      await orAborted(committer.changed(), signal);
      const answer = journal.get(row);
      if (answer !== undefined || ended) return answer;
    }
  }

  const write = async () => await writeList({ ...options, rows: list.rows(), answerOf: known, signal });
  try {
    // The first to fail ends the other, and its error is the one to tell.
    const [end] = await bothOrNone(run, write, stop);
    await output.finish();
    return end;
  } catch (error) {
    await output.discard();
    keepWhatIsKnown(committer);
    throw error;
  }
}

async function bothOrNone<A, B>(a: () => Promise<A>, b: () => Promise<B>, stop: AbortController): Promise<[A, B]> {
  const watched = async <T>(act: () => Promise<T>) => {
    try {
      return await act();
    } catch (error) {
      stop.abort(error);
      throw stop.signal.reason;
    }
  };
  const [first, second] = [watched(a), watched(b)];
  await Promise.allSettled([first, second]);
  return await Promise.all([first, second]);
}

/** Also what was answered before an error is written, unless the journal is what failed. */
function keepWhatIsKnown(committer: Committer): void {
  try {
    committer.flush();
  } catch {
    // The error that ended the run says why.
  }
}

/** The rows that are to be asked. A row whose marketplace cannot be read is answered here. */
async function* unanswered(
  { list, journal, marketplace }: LookupListOptions,
  answered: (entry: JournalEntry) => void,
): AsyncIterable<AskedRow> {
  const { product, marketplace: column, names } = list.columns;
  for await (const { number, cells } of list.rows()) {
    if (journal.has(number)) continue;
    const input = inputOf(cells[product] ?? '');
    const cell = column === undefined ? '' : (cells[column] ?? '').trim();
    const own = marketplaceOfLink(input) ?? (cell === '' ? marketplace : readMarketplaceCell(cell));
    if (own === undefined && cell !== '') {
      const message = `"${cell.slice(0, 60)}" in column "${names[column ?? 0]}" is no marketplace`;
      answered({ row: number, answer: failedRow('INVALID_INPUT', message) });
    } else {
      yield { number, input, marketplace: own, asked: 0 };
    }
  }
}

/** A link is asked with those of its own marketplace: another one, which no source may serve, would fail its operation. */
function marketplaceOfLink(input: string): MarketplaceCode | undefined {
  const link = readProductLink(input.trim());
  return link?.kind === 'product' ? link.marketplace : undefined;
}

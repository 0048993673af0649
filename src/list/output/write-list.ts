import type { ListRow } from '../input/open-list.ts';
import { failedRow, type RowAnswer } from '../row-answer.ts';
import type { Format } from './row-format.ts';
import type { Output } from './output.ts';

/** Options of {@link writeList}. */
export type WriteOptions = {
  readonly rows: AsyncIterable<ListRow>;
  /** The answer for a row, or a promise of it; `undefined` if the run has ended without it. */
  readonly answerOf: (row: number) => RowAnswer | Promise<RowAnswer | undefined> | undefined;
  readonly format: Format;
  readonly output: Output;
  readonly signal: AbortSignal;
};

/** Parts of the output are at least so long, so that a million rows are not a million writes. */
const partLength = 64 * 1024;

/** Writes one row for each row of the list, in its order, as the answers become known. */
export async function writeList({ rows, answerOf, format, output, signal }: WriteOptions): Promise<void> {
  let part = format.head;
  const push = async () => {
    const text = part;
    part = '';
    if (text !== '') await output.write(text);
  };
  for await (const { number, cells } of rows) {
    signal.throwIfAborted();
    const known = answerOf(number);
    if (known instanceof Promise) {
      // It also rejects when the write below fails, and then nobody awaits it.
      known.catch(() => undefined);
      // Written before the wait, so that whoever reads the output sees what is known.
      await push();
    }
    const answer = await known;
    part += format.line({ cells, values: (answer ?? notAsked).values });
    if (part.length >= partLength) await push();
  }
  await push();
}

const notAsked = failedRow('QUOTA_EXHAUSTED', 'not asked yet, because the day’s calls are used up');

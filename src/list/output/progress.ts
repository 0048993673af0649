import { durationText } from '../../duration.ts';
import { isFailure } from '../row-answer.ts';

/** How far a run is. */
export type Progress = {
  readonly total: number;
  readonly done: number;
  readonly found: number;
  readonly notFound: number;
  /** Failed rows by code. */
  readonly failed: ReadonlyMap<string, number>;
  /** Upstream calls of this run. */
  readonly calls: number;
  /** Of the last half minute; 0 before the first answer. */
  readonly rowsPerSecond: number;
  /** Milliseconds until all rows are answered; `undefined` when unknown. */
  readonly leftMs: number | undefined;
  /** Whether the rows that are left need more calls than today has. */
  readonly exceedsDay: boolean;
};

/** Counts what a run has done. */
export interface Tally {
  /** Rows with these codes are on the disk. */
  readonly add: (codes: readonly string[]) => void;
  readonly used: (usage: { readonly calls: number; readonly leftToday: number | undefined }) => void;
  readonly progress: () => Progress;
}

const paceMs = 30_000;

/** @param known what earlier runs have answered, by code @param now monotonic milliseconds */
export function createTally(total: number, known: ReadonlyMap<string, number>, now: () => number): Tally {
  const counts = new Map(known);
  const before = sum(known.values());
  const startedAt = now();
  let recent: { readonly at: number; readonly rows: number }[] = [];
  let done = before;
  let calls = 0;
  let leftToday: number | undefined;

  function pace(): number {
    const time = now();
    recent = recent.filter(({ at }) => at > time - paceMs);
    const seconds = Math.min(paceMs, time - startedAt) / 1000;
    return seconds <= 0 ? 0 : sum(recent.map(({ rows }) => rows)) / seconds;
  }

  return {
    add(codes) {
      for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
      done += codes.length;
      recent.push({ at: now(), rows: codes.length });
    },
    used(usage) {
      calls += usage.calls;
      leftToday = usage.leftToday;
    },
    progress() {
      const rowsPerSecond = pace();
      const left = total - done;
      const callsPerRow = done > before ? calls / (done - before) : 0;
      return {
        total,
        done,
        found: counts.get('FOUND') ?? 0,
        notFound: counts.get('NOT_FOUND') ?? 0,
        failed: new Map([...counts].filter(([code]) => isFailure(code))),
        calls,
        rowsPerSecond,
        leftMs: rowsPerSecond > 0 ? (left / rowsPerSecond) * 1000 : undefined,
        exceedsDay: leftToday !== undefined && left * callsPerRow > leftToday,
      };
    },
  };
}

/** One line: `120 of 500 rows, 118 found, 1 not found, 1 failed, 13 calls, 10.0 rows/s, 38 s left`. */
export function progressLine(progress: Progress): string {
  const { total, done, rowsPerSecond } = progress;
  const left = done === total ? [] : [leftText(progress)];
  return [`${done} of ${total} rows`, ...outcomeParts(progress), `${rowsPerSecond.toFixed(1)} rows/s`, ...left].join(
    ', ',
  );
}

/** What is found, not found and failed, and the calls. */
function outcomeParts({ found, notFound, failed, calls }: Progress): readonly string[] {
  const failures = sum(failed.values());
  return [
    `${found} found`,
    ...(notFound > 0 ? [`${notFound} not found`] : []),
    `${failures} failed`,
    `${calls} ${calls === 1 ? 'call' : 'calls'}`,
  ];
}

/** What a run came to, with failures by code. @param elapsedMs of this run */
export function summaryLine(progress: Progress, elapsedMs: number): string {
  const { done, total, failed } = progress;
  const codes = [...failed].map(([code, count]) => `${count} ${code}`).join(', ');
  const rows = done === total ? `${total} rows` : `${done} of ${total} rows`;
  const parts = [...outcomeParts(progress), durationText(elapsedMs, 2)].map((part) =>
    part.endsWith(' failed') && codes !== '' ? `${part} (${codes})` : part,
  );
  return `${rows}: ${parts.join(', ')}`;
}

/** The time that is left, by the pace and by the day's calls. */
export function leftText({ leftMs, exceedsDay }: Progress): string {
  if (exceedsDay) return 'more than today’s calls';
  return leftMs === undefined ? 'time left unknown' : `${durationText(leftMs, 2)} left`;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

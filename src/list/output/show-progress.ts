import { Presets, SingleBar } from 'cli-progress';
import type { Writable } from 'node:stream';
import { leftText, progressLine, type Progress } from './progress.ts';

/** Shows a person how far a run is. */
export interface Display extends Disposable {
  /** Shows a line that stays. */
  readonly notice: (text: string) => void;
}

const barEveryMs = 200;
const lineEveryMs = 10_000;

/** A bar on a terminal; elsewhere a line every ten seconds. */
export function showProgress(stream: Writable & { readonly isTTY?: boolean }, progress: () => Progress): Display {
  return stream.isTTY === true ? showBar(stream, progress) : showLines(stream, progress);
}

function showLines(stream: Writable, progress: () => Progress): Display {
  const timer = setInterval(() => void stream.write(`${progressLine(progress())}\n`), lineEveryMs);
  return {
    notice: (text) => void stream.write(`${text}\n`),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function showBar(stream: Writable, progress: () => Progress): Display {
  const format =
    '{bar} {percentage}% | {value}/{total} rows | {found} found | {missing} | {calls} calls | {pace} rows/s | {left}';
  const bar = new SingleBar(
    { format, stream, hideCursor: true, barsize: 24, clearOnComplete: true },
    Presets.shades_classic,
  );
  const payload = () => {
    const { found, notFound, failed, calls, rowsPerSecond } = progress();
    const failures = [...failed.values()].reduce((total, count) => total + count, 0);
    return {
      found,
      missing: `${notFound} not found | ${failures} failed`,
      calls,
      pace: rowsPerSecond.toFixed(1),
      left: leftText(progress()),
    };
  };
  const update = () => bar.update(progress().done, payload());
  bar.start(progress().total, progress().done, payload());
  const timer = setInterval(update, barEveryMs);
  return {
    notice(text) {
      stream.write(`\r\u001B[K${text}\n`);
      update();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      update();
      bar.stop();
    },
  };
}

import { MultiBar, Presets } from 'cli-progress';
import type { Writable } from 'node:stream';
import { leftText, progressLine, type Progress } from './progress.ts';

/** Shows a person how far a run is. */
export interface Display extends Disposable {
  /** Shows a line that stays. */
  readonly notice: (text: string) => void;
}

const lineEveryMs = 10_000;

/**
 * A bar on a terminal; elsewhere a line every ten seconds. Rows that go to the same terminal show by themselves how far the
 * run is, and a bar would stand among them.
 */
export function showProgress(
  stream: Writable & { readonly isTTY?: boolean },
  progress: () => Progress,
  rowsOnTerminal: boolean,
): Display {
  if (stream.isTTY !== true) return showLines(stream, progress);
  return rowsOnTerminal ? showNotices(stream) : showBar(stream, progress);
}

function showNotices(stream: Writable): Display {
  return {
    notice: (text) => void stream.write(`${text}\n`),
    [Symbol.dispose]: () => undefined,
  };
}

function showLines(stream: Writable, progress: () => Progress): Display {
  const timer = setInterval(() => void stream.write(`${progressLine(progress())}\n`), lineEveryMs);
  return {
    ...showNotices(stream),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** A set of one bar: unlike a single one, it writes notices above itself, and ends where it is. */
function showBar(stream: Writable, progress: () => Progress): Display {
  const format =
    '{bar} {percentage}% | {value}/{total} rows | {found} found | {missing} | {calls} calls | {pace} rows/s | {left}';
  const bars = new MultiBar(
    // Lines are wrapped, because notices are long. The bar itself is cut to the width of the terminal.
    { format, stream, fps: 5, hideCursor: true, linewrap: true, barsize: 24, clearOnComplete: true, forceRedraw: true },
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
  const bar = bars.create(progress().total, progress().done, payload());
  bars.on('update-pre', () => bar.update(progress().done, payload()));
  return {
    notice(text) {
      bars.log(`${text}\n`);
      bars.update();
    },
    [Symbol.dispose]() {
      if (bars.isActive) bars.stop();
    },
  };
}

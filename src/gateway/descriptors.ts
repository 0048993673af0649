import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

const checkEveryMs = 5_000;

/** Opens and closes a file. @throws what the system says */
function openOne(): void {
  closeSync(openSync(devNull, 'r'));
}

/**
 * Tells when the process has no file descriptor left, once until it has some again. Nothing else tells: Node accepts
 * and closes the connections that come, without a word.
 */
export function watchDescriptors(onShort: (error: Error) => void, open = openOne): Disposable {
  let short = false;
  const check = () => {
    const code = codeOfFailure(open);
    const isShort = code === 'EMFILE' || code === 'ENFILE';
    if (isShort && !short) {
      onShort(
        new Error(`no file descriptor is left (${code}): connections are refused; raise the limit of open files`),
      );
    }
    short = isShort;
  };
  const timer = setInterval(check, checkEveryMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function codeOfFailure(open: () => void): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}

import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

const checkEveryMs = 5_000;

/** Opens and closes a file. @throws the error of `node:fs` */
function openFile(): void {
  closeSync(openSync(devNull, 'r'));
}

/**
 * Checks regularly whether the process can open a file, and calls `onExhausted` once per shortage. Without file
 * descriptors Node closes new connections and reports no error.
 */
export function watchDescriptors(onExhausted: (error: Error) => void, open = openFile): Disposable {
  let wasExhausted = false;
  const check = () => {
    const code = errorCodeOf(open);
    const isExhausted = code === 'EMFILE' || code === 'ENFILE';
    if (isExhausted && !wasExhausted) {
      onExhausted(
        new Error(`no file descriptor is left (${code}): connections are refused; raise the limit of open files`),
      );
    }
    wasExhausted = isExhausted;
  };
  const timer = setInterval(check, checkEveryMs).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function errorCodeOf(open: () => void): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}

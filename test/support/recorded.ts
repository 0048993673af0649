import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const root = new URL('../../../shared/recorded/', import.meta.url);

/** Whether the recorded answers lie beside this checkout; where they do not, the tests that read them are not defined. */
export const hasRecordings = existsSync(root);

/** A recorded JSON answer, e.g. `paapi/us-getitems-gopaapi5.json`. */
export function readRecordedJson(path: string): unknown {
  return JSON.parse(readRecorded(path).toString('utf8'));
}

/** The bytes of a recorded file, unpacked when it is gzipped. */
export function readRecorded(path: string): Buffer {
  const bytes = readFileSync(new URL(path, root));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** The folder itself, for tests that list it. */
export const recordedRoot = root;

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The folder of recorded answers, which is not part of the checkout. */
export const recordedRoot = new URL('../../../shared/recorded/', import.meta.url);

/** A recorded JSON answer, e.g. `paapi/us-getitems-gopaapi5.json`. */
export function readRecordedJson(path: string): unknown {
  return JSON.parse(readRecorded(path).toString('utf8'));
}

/** The bytes of a recorded file, unpacked when it is gzipped. */
export function readRecorded(path: string): Buffer {
  const bytes = readFileSync(new URL(path, recordedRoot));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

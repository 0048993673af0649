import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { recordings } from './prerequisites.ts';

/** Whether the recorded answers are beside this checkout. */
export const hasRecordings = recordings.path !== undefined;

/** Their folder, for tests that list it. */
export const recordedRoot = pathToFileURL(`${recordings.path ?? 'nowhere'}/`);

/** A recorded JSON answer, e.g. `paapi/us-getitems-gopaapi5.json`. */
export function readRecordedJson(path: string): unknown {
  return JSON.parse(readRecorded(path).toString('utf8'));
}

/** The bytes of a recorded file, unpacked when it is gzipped. */
export function readRecorded(path: string): Buffer {
  const bytes = readFileSync(new URL(path, recordedRoot));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

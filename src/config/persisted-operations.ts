import { createHash } from 'node:crypto';
import { ConfigurationError } from './configuration-error.ts';
import { unreadableReason } from './read-text.ts';

const variable = 'PERSISTED_OPERATIONS';
const mapShape = '{ "<sha256>": "query …" }';
const manifestShape = '{ "operations": [{ "id": "<sha256>", "body": "query …" }] }';

/**
 * Reads operations by the SHA-256 of their text, in the formats of build tools: a JSON object of texts by hash (Relay)
 * or by `sha256:<hash>` (GraphQL Code Generator), or a manifest with `id` and `body` (Apollo).
 *
 * @throws {ConfigurationError} for an unreadable file, and for every hash that does not match its text
 */
export function readPersistedOperations(path: string, readFile: (path: string) => string): ReadonlyMap<string, string> {
  const entries = entriesOf(parse(path, readFile))?.map(([id, text]) => [id.replace(/^sha256:/, ''), text] as const);
  if (entries === undefined) throw fault(`must name a file of the shape ${mapShape} or ${manifestShape}`);
  const wrong = entries.filter(([hash, text]) => createHash('sha256').update(text).digest('hex') !== hash);
  if (wrong.length > 0) {
    throw new ConfigurationError(
      wrong.map(([hash]) => `${variable} contains ${hash}, which is not the SHA-256 of its text`),
    );
  }
  return new Map(entries);
}

function parse(path: string, readFile: (path: string) => string): unknown {
  try {
    return JSON.parse(readFile(path));
  } catch (error) {
    throw fault(error instanceof SyntaxError ? 'names a file that is not JSON' : unreadableReason(error));
  }
}

function entriesOf(file: unknown): readonly (readonly [string, string])[] | undefined {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return undefined;
  const listed = 'operations' in file && Array.isArray(file.operations) ? file.operations.map(idAndBody) : undefined;
  const entries: readonly (readonly unknown[])[] = listed ?? Object.entries(file);
  return entries.every(isTextByHash) ? entries : undefined;
}

function idAndBody(entry: unknown): readonly unknown[] {
  return typeof entry === 'object' && entry !== null && 'id' in entry && 'body' in entry ? [entry.id, entry.body] : [];
}

function isTextByHash(entry: readonly unknown[]): entry is readonly [string, string] {
  return entry.length === 2 && entry.every((part) => typeof part === 'string');
}

function fault(message: string): ConfigurationError {
  return new ConfigurationError([`${variable} ${message}`]);
}

import { createHash } from 'node:crypto';
import { ConfigurationError } from './configuration-error.ts';
import { NoFileError } from './read-text.ts';

const variable = 'PERSISTED_OPERATIONS';
const mapShape = '{ "<sha256>": "query …" }';
const manifestShape = '{ "operations": [{ "id": "<sha256>", "body": "query …" }] }';

/**
 * Operations by the SHA-256 of their text, from a file as build tools write it: a JSON object of texts by hash (Relay)
 * or by `sha256:<hash>` (GraphQL Code Generator), or a manifest with `id` and `body` (Apollo).
 *
 * @throws {ConfigurationError} naming the variable and every entry that is not the hash of its text
 */
export function readPersistedOperations(path: string, readFile: (path: string) => string): ReadonlyMap<string, string> {
  const entries = entriesOf(parse(path, readFile))?.map(([id, text]) => [id.replace(/^sha256:/, ''), text] as const);
  if (entries === undefined) throw fault(`must name a file of the shape ${mapShape} or ${manifestShape}`);
  const wrong = entries.filter(([hash, text]) => createHash('sha256').update(text).digest('hex') !== hash);
  if (wrong.length > 0) {
    throw new ConfigurationError(
      wrong.map(([hash]) => `${variable} holds ${hash}, which is not the SHA-256 of its text`),
    );
  }
  return new Map(entries);
}

function parse(path: string, readFile: (path: string) => string): unknown {
  try {
    return JSON.parse(readFile(path));
  } catch (error) {
    if (error instanceof NoFileError) throw fault(error.message);
    throw fault(error instanceof SyntaxError ? 'names a file that is no JSON' : 'names a file that cannot be read');
  }
}

function entriesOf(file: unknown): readonly (readonly [string, string])[] | undefined {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return undefined;
  const listed = 'operations' in file && Array.isArray(file.operations) ? file.operations.map(idAndBody) : undefined;
  const entries: readonly (readonly unknown[])[] = listed ?? Object.entries(file);
  return entries.every(isTextByHash) ? entries : undefined;
}

function idAndBody(one: unknown): readonly unknown[] {
  return typeof one === 'object' && one !== null && 'id' in one && 'body' in one ? [one.id, one.body] : [];
}

function isTextByHash(entry: readonly unknown[]): entry is readonly [string, string] {
  return entry.length === 2 && entry.every((one) => typeof one === 'string');
}

function fault(message: string): ConfigurationError {
  return new ConfigurationError([`${variable} ${message}`]);
}

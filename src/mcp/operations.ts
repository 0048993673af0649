import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../schema/operations/mcp/', import.meta.url);

/** A named operation of `schema/operations/mcp/`. */
export type OwnOperation = {
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  /** The comment at the head of its file. */
  readonly description: string;
};

/** The names of all operations, which are those of their files: at the start, none is read. */
export function ownOperationNames(): readonly string[] {
  return readdirSync(folder).map((file) => file.replace('.graphql', '').replaceAll('-', '_'));
}

/** Reads the operation `search_products` from `search-products.graphql`. */
export function readOperation(name: string): OwnOperation {
  const text = readFileSync(new URL(`${name.replaceAll('_', '-')}.graphql`, folder), 'utf8');
  const head = /^(?:#.*\n)*/.exec(text)?.[0] ?? '';
  return {
    name,
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    description: head.replaceAll(/^# ?/gm, '').replaceAll('\n', ' ').trim(),
  };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { fileTrouble, ListFault, RunFault } from '../list-fault.ts';
import { chooseColumns, type ColumnOptions, type Columns } from './columns.ts';
import { isBlank, parserOptions, readDialect, sampleRows, type Dialect } from './dialect.ts';
import { createUtf8Check, readEncoding, type Encoding } from './encoding.ts';

/** A row of a list, with as many cells as the list has columns. */
export type ListRow = {
  /** Counted from 1, without the header. */
  readonly number: number;
  readonly cells: readonly string[];
};

/** A list in a file. Its rows can be read any number of times. */
export type List = {
  /** The path, for people. */
  readonly path: string;
  /** The SHA-256 of its bytes, and their number. */
  readonly sha256: string;
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly dialect: Dialect;
  readonly columns: Columns;
  /** The number of rows, without the header. */
  readonly count: number;
  /** Reads the rows, a part of the file at a time. @throws {RunFault} if the file is no longer the one that was opened */
  rows(): AsyncIterable<ListRow>;
};

const sampleBytes = 256 * 1024;
const mostSampledRows = 500;

/**
 * Opens a list: detects its encoding, delimiter, header and columns, and counts its rows.
 *
 * @throws {ListFault} if the file cannot be read, has no rows or is no text, or if no column or several could be meant
 */
export async function openList(path: string, options: ColumnOptions & { readonly name?: string } = {}): Promise<List> {
  const name = options.name ?? path;
  try {
    const { encoding, head, ...file } = await readWhole(path, name);
    const dialect = readDialect(head);
    const raw = () => records(path, encoding, dialect);
    const { count, width } = await countRecords(raw(), name);
    const columns = chooseColumns(sampleRows(head, dialect).slice(0, mostSampledRows), width, options);
    const rows = count - (columns.hasHeader ? 1 : 0);
    if (rows < 1) throw new ListFault(`${name} has a header, but no rows.`);
    return {
      ...file,
      path: name,
      encoding,
      dialect,
      columns,
      count: rows,
      async *rows() {
        let number = columns.hasHeader ? -1 : 0;
        for await (const cells of raw()) {
          number += 1;
          if (number > 0) yield { number, cells: columns.names.map((_, index) => cells[index] ?? '') };
        }
        const { size, mtimeMs } = await stat(path);
        if (size === file.bytes && mtimeMs === file.mtimeMs && number === rows) return;
        throw new RunFault(
          `${name} was changed while it was read: undo the change, or run the command with --restart.`,
        );
      },
    };
  } catch (error) {
    if (error instanceof ListFault) throw error;
    throw new ListFault(`${name} cannot be read: ${fileTrouble(error)}.`, { cause: error });
  }
}

/** Reads all bytes once, for what can only be said of the whole file. */
async function readWhole(path: string, name: string) {
  const { size: bytes, mtimeMs } = await stat(path);
  const head = await readHead(path);
  if (head.length === 0) throw new ListFault(`${name} is empty.`);
  const reading = readEncoding(head);
  if ('notText' in reading) throw new ListFault(`${name} is ${reading.notText}.`);
  const hash = createHash('sha256');
  const utf8 = createUtf8Check();
  let zeros = false;
  for await (const chunk of createReadStream(path)) {
    const part: Buffer = chunk;
    hash.update(part);
    utf8.add(part);
    zeros ||= part.includes(0);
  }
  if (zeros && !reading.encoding.startsWith('utf-16')) throw new ListFault(`${name} is a binary file.`);
  const encoding = reading.encoding === 'utf-8' && !utf8.isUtf8() ? 'windows-1252' : reading.encoding;
  // `stream` leaves out a character that is cut at the end of the sample.
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  if (text.trim() === '') throw new ListFault(`${name} is empty.`);
  return { sha256: hash.digest('hex'), bytes, mtimeMs, encoding, head: text };
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** A blank line between two rows is a row, as in a spreadsheet. Those before the first row and after the last are none. */
async function* records(path: string, encoding: Encoding, dialect: Dialect): AsyncIterable<readonly string[]> {
  const parser = parse(parserOptions(dialect));
  const text = Readable.from(decoded(path, encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let begun = false;
  let blanks = 0;
  try {
    for await (const record of parser) {
      const cells: readonly string[] = record;
      if (isBlank(cells)) {
        blanks += 1;
        continue;
      }
      if (!begun) blanks = 0;
      begun = true;
      for (; blanks > 0; blanks -= 1) yield [];
      yield cells;
    }
  } finally {
    text.destroy();
  }
}

async function* decoded(path: string, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

async function countRecords(all: AsyncIterable<readonly string[]>, name: string) {
  let count = 0;
  let width = 0;
  try {
    for await (const cells of all) {
      count += 1;
      width = Math.max(width, cells.length);
    }
  } catch (error) {
    const where = error instanceof Error && 'lines' in error ? ` in line ${String(error.lines)}` : '';
    throw new ListFault(`${name} cannot be read${where}: ${csvTrouble(error)}.`, { cause: error });
  }
  return { count, width };
}

function csvTrouble(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is never closed';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return 'a cell is larger than 64 MB, perhaps because a quotation mark is never closed';
  return fileTrouble(error);
}

import { setFlagsFromString } from 'node:v8';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { systemClock } from '../clock.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { commandAgain } from '../list/command-again.ts';
import { fields, readFields, type Field } from '../list/fields.ts';
import { openList, type List } from '../list/input/open-list.ts';
import { spool } from '../list/input/spool.ts';
import { ListFault } from '../list/list-fault.ts';
import { lookupList } from '../list/lookup-list.ts';
import { createFormat, formatNames, type FormatName } from '../list/output/format.ts';
import type { Format } from '../list/output/row-format.ts';
import { openFileOutput, refuseUnwritable, streamOutput, type Output } from '../list/output/output.ts';
import { createTally, summaryLine, type Tally } from '../list/output/progress.ts';
import { showProgress } from '../list/output/show-progress.ts';
import { tableFields } from '../list/output/table.ts';
import { openJournal, type Journal, type JournalSettings } from '../list/run/journal.ts';
import type { RunEnd } from '../list/run/run-list.ts';
import { findGateway, type ListGateway } from './lookup-gateway.ts';
import { readMarketplaceOption } from './marketplace-option.ts';

/** Options of `lookup`, as commander reads them. */
export type LookupOptions = {
  readonly column?: string;
  readonly marketplace?: MarketplaceCode;
  readonly marketplaceColumn?: string;
  readonly header?: boolean;
  readonly out?: string;
  readonly format?: FormatName;
  readonly fields?: string;
  readonly excel?: boolean;
  readonly wait?: boolean;
  readonly retryFailed?: boolean;
  readonly restart?: boolean;
  /** Hours. */
  readonly maxAge?: number;
  readonly url?: string;
  readonly key?: string;
};

const exitCodes = { failedRows: 1, usage: 2, quota: 75 } as const;
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const defaultWidth = 120;
const hourMs = 3_600_000;
/** Amazon's terms let nobody keep product content for longer. */
const termsHours = 24;

/** The run was ended by a signal. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

/** Adds the arguments, the options and the action of `lookup`. */
export function defineLookup(command: Command): void {
  command
    .argument('<list>', 'a CSV or text file, or - for standard input')
    .option('--column <name>', 'the column that names the products: its name, or its number')
    .option(
      '--marketplace <code>',
      'the marketplace of rows that name none (default: AMAZON_MARKETPLACE)',
      readMarketplaceOption,
    )
    .option('--marketplace-column <name>', "the column that names the marketplace of each row; '' for none")
    .option('--no-header', 'the first row is a product, and names no columns')
    .option('--out <file>', 'write to this file, and keep answers beside it so that an interrupted run goes on')
    .addOption(new Option('--format <format>', 'default: csv; table on a terminal').choices(formatNames))
    .option('--fields <names>', `which of our columns follow those of the list, comma-separated: ${fields.join(', ')}`)
    .option('--excel', 'write a CSV with a byte-order mark and the line ends of Windows')
    .option('--wait', 'wait for the next day when the day’s calls are used up')
    .option('--retry-failed', 'ask for the rows again that failed in an earlier run')
    .option('--restart', 'forget the answers of an earlier run')
    .option('--max-age <hours>', 'ask again for products of an earlier run that are older than this', readHours)
    .option('--url <url>', 'ask a running gateway instead of one in this process')
    .option('--key <key>', 'the API key for --url')
    .action(async (list: string, options: LookupOptions) => {
      process.exitCode = await lookup(list, options);
    });
}

/** Looks the list up, says on standard error what came of it, and returns the exit code. */
async function lookup(path: string, options: LookupOptions): Promise<number> {
  // Rows are short-lived: without it, the space for new objects grows to a hundred megabytes (`npm run bench -- list`).
  setFlagsFromString('--semi-space-growth-factor=1');
  const interrupt = new AbortController();
  for (const [name, code] of Object.entries(signals)) process.once(name, () => interrupt.abort(new Interrupted(code)));
  // The write that fails reports it; the event alone would end the process.
  process.stdout.on('error', () => undefined);
  try {
    await using resources = new AsyncDisposableStack();
    return await lookupFile(path, options, resources, interrupt.signal);
  } catch (error) {
    if (error instanceof ListFault) {
      say(error.message);
      return exitCodes.usage;
    }
    if (error instanceof Interrupted) return error.exitCode;
    if (isBrokenPipe(error)) return exitCodes.failedRows;
    if (error instanceof ConfigurationError) throw error;
    say(`The list cannot be looked up: ${messageOf(error)}`);
    return exitCodes.failedRows;
  }
}

async function lookupFile(
  path: string,
  options: LookupOptions,
  resources: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<number> {
  const { column, marketplaceColumn, marketplace, out } = options;
  const format = formatOf(options);
  const names = options.fields === undefined ? undefined : readFields(options.fields);
  if (options.key !== undefined && options.url === undefined) throw new ListFault('--key needs --url.');
  const copy = path === '-' ? resources.use(await spool(process.stdin, signal)) : undefined;
  const list = await openList(copy?.path ?? path, {
    ...(copy !== undefined && { name: 'standard input' }),
    ...(column !== undefined && { column }),
    ...(marketplaceColumn !== undefined && { marketplaceColumn }),
    ...(options.header === false && { header: false }),
  });
  if (out !== undefined) await refuseUnwritable(out, copy?.path ?? path);
  const gateway = resources.use(await findGateway(options, say));
  const journal = resources.adopt(
    openJournal({
      path: out === undefined ? undefined : `${out}.journal`,
      settings: settingsOf(list, gateway, marketplace),
      restart: options.restart === true,
    }),
    leaveJournal,
  );
  if (options.retryFailed === true) journal.forgetFailed();
  const { maxAge } = options;
  const refetched = maxAge === undefined ? 0 : journal.forgetFetchedBefore(systemClock.wall() - maxAge * hourMs);
  const outdated = journal.countFetchedBefore(systemClock.wall() - termsHours * hourMs);
  const output = out === undefined ? streamOutput(process.stdout) : await openFileOutput(out);
  const tally = createTally(list.count, journal.counts(), systemClock.monotonic);
  const run = { options, list, gateway, journal, output, format: createFormatOf(format, names, options, list), tally };
  describe(run, { refetched, outdated });
  return await runToEnd(run, resources, signal);
}

/** Closes a journal. One without an answer is of no use. */
function leaveJournal(journal: Journal): void {
  if (journal.isEmpty()) journal.remove();
  else journal[Symbol.dispose]();
}

/** What one run works with. */
type Run = {
  readonly options: LookupOptions;
  readonly list: List;
  readonly gateway: ListGateway;
  readonly journal: Journal;
  readonly output: Output;
  readonly format: Format;
  readonly tally: Tally;
};

async function runToEnd(run: Run, resources: AsyncDisposableStack, signal: AbortSignal): Promise<number> {
  const { options, gateway, tally } = run;
  const startedAt = performance.now();
  const display = resources.use(showProgress(process.stderr, tally.progress, rowsOnTerminal(options)));
  try {
    const end = await lookupList({
      ...run,
      ask: await gateway.open(),
      marketplace: options.marketplace ?? gateway.marketplace,
      waitsForQuota: options.wait === true,
      notice: display.notice,
      clock: systemClock,
      random: Math.random,
      signal,
    });
    display[Symbol.dispose]();
    say(`${summaryLine(tally.progress(), performance.now() - startedAt)}.`);
    return conclude(run, end);
  } catch (error) {
    display[Symbol.dispose]();
    if (error instanceof ConfigurationError || error instanceof ListFault || isBrokenPipe(error)) throw error;
    if (!(error instanceof Interrupted)) say(messageOf(error));
    say(kept(run));
    return error instanceof Interrupted ? error.exitCode : exitCodes.failedRows;
  }
}

/** The end of a run without an error. The journal is removed when there is nothing more to do. */
function conclude(run: Run, end: RunEnd): number {
  const { failed } = run.tally.progress();
  if (end.kind === 'quota') {
    say(`The day's calls are used up until ${new Date(end.resetsAt).toISOString()}. ${kept(run)}`);
    return exitCodes.quota;
  }
  if (failed.size === 0) {
    run.journal.remove();
    return 0;
  }
  if (run.options.out !== undefined) say(`To ask for the failed rows again: ${again()} --retry-failed`);
  return exitCodes.failedRows;
}

/** What of an unfinished run is kept, and how to go on. */
function kept(run: Run): string {
  const { out } = run.options;
  if (out === undefined) return 'Without --out, nothing is kept to go on with.';
  return `${run.tally.progress().done} of ${run.list.count} rows are kept in ${out}.journal. To go on: ${again()}`;
}

function again(): string {
  const { argv: words, execArgv: nodeOptions, env } = process;
  return commandAgain({ words, nodeOptions, npmEvent: env['npm_lifecycle_event'] });
}

/** @throws {InvalidArgumentError} if it is no number of hours */
function readHours(text: string): number {
  if (/^\d{1,5}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('The age is a number of hours, such as 24.');
}

/** Rows of an earlier run: those that are asked for again, and those whose products are older than the terms allow. */
type OldRows = { readonly refetched: number; readonly outdated: number };

/** What was understood of the list, and what an earlier run has answered. */
function describe({ list, tally, options }: Run, { refetched, outdated }: OldRows): void {
  const { columns, count } = list;
  const name = columns.names[columns.product] ?? '';
  const marketplace =
    columns.marketplace === undefined ? options.marketplace : `of column "${columns.names[columns.marketplace]}"`;
  const where = marketplace === undefined ? '' : `, marketplace ${marketplace}`;
  say(`${list.path}: ${count} rows, column "${name}" (${columns.reason})${where}.`);
  if (columns.warning !== undefined) say(columns.warning);
  if (refetched > 0) say(`Asking again for ${refetched} of ${count} rows: they are older than --max-age.`);
  const { done } = tally.progress();
  if (done > 0) say(`Going on: ${done} of ${count} rows are answered already.`);
  if (outdated > 0)
    say(
      `${outdated} of them were fetched more than ${termsHours} hours ago; --max-age ${termsHours} asks again for those.`,
    );
}

function settingsOf(list: List, gateway: ListGateway, marketplace: MarketplaceCode | undefined): JournalSettings {
  const { columns, sha256, bytes, count } = list;
  // The number too, because columns may have the same name.
  const column = (index: number) => `${index + 1}: ${columns.names[index]}`;
  return {
    list: list.path,
    sha256,
    bytes,
    rows: count,
    column: column(columns.product),
    marketplaceColumn: columns.marketplace === undefined ? '' : column(columns.marketplace),
    marketplace: marketplace ?? gateway.marketplace ?? '',
    gateway: gateway.name,
  };
}

function formatOf(options: LookupOptions): FormatName {
  const { format, excel } = options;
  const name = format ?? (rowsOnTerminal(options) ? 'table' : 'csv');
  if (excel === true && name !== 'csv') throw new ListFault(`--excel is for --format csv, not ${name}.`);
  return name;
}

function rowsOnTerminal({ out }: LookupOptions): boolean {
  return out === undefined && process.stdout.isTTY;
}

function createFormatOf(
  name: FormatName,
  chosen: readonly Field[] | undefined,
  options: LookupOptions,
  { columns, dialect }: List,
): Format {
  return createFormat(name, {
    fields: chosen ?? (name === 'table' ? tableFields : fields),
    names: columns.names,
    delimiter: dialect.delimiter ?? ',',
    excel: options.excel === true,
    width: process.stdout.columns ?? defaultWidth,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

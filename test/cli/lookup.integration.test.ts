import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, test, vi } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aFolder, run, type Running } from '../main/running.ts';
import { aGateway } from '../support/a-gateway.ts';

// Each test starts one to three processes.
vi.setConfig({ testTimeout: 120_000 });

const products = sandboxProducts('IN').filter(({ state }) => state === 'IN_STOCK');
const asins = products.map(({ asin }) => asin);
const [a = '', b = '', c = ''] = asins;
/** Quick, and without pages: every answer is of an associates API. */
const sandbox = { AMAZON_SANDBOX: 'true', SCRAPING_FALLBACK_ENABLED: 'false', MAX_REQUESTS_PER_SECOND: '10' };
const slow = { ...sandbox, MAX_REQUESTS_PER_SECOND: '2' };

type Line = Readonly<Record<string, string>>;

function linesOf(text: string, delimiter = ','): readonly Line[] {
  return parse<Line>(text, { columns: true, bom: true, delimiter });
}

/** A folder with a list of this many distinct rows in different spellings. */
function aFolderWithList(rows: number): string {
  const folder = aFolder();
  const spellings = [
    (asin: string) => asin,
    (asin: string) => `https://www.amazon.in/dp/${asin}?ref=x`,
    (asin: string) => ` ${asin.toLowerCase()} `,
  ];
  const lines = Array.from({ length: rows }, (_, n) => `${n + 1},${spellings[n % 3]?.(asinAt(n))}`);
  writeFileSync(join(folder, 'list.csv'), `no,what\n${lines.join('\n')}\n`);
  return folder;
}

function asinAt(n: number): string {
  return asins[n] ?? `B0${String(n).padStart(8, '0')}`;
}

function read(running: Running, name: string): string {
  return readFileSync(join(running.folder, name), 'utf8');
}

describe('lookup', () => {
  test('fills a spreadsheet of mixed inputs, one row per row in its order, with nothing but data on standard output', async () => {
    const folder = aFolder();
    const isbn = '978-0-306-40615-7';
    const cells = [a, `https://www.amazon.in/dp/${b}`, '', isbn, a.toLowerCase(), 'nonsense', `amazon.in/dp/${c}`];
    const rows = cells.map((cell, n) => `${n};"${cell}";=1+${n}`);
    writeFileSync(join(folder, 'list.csv'), `\uFEFFno;Amazon Link;note\r\n${rows.join('\r\n')}\r\n`);
    await using lookup = run(sandbox, ['lookup', 'list.csv'], folder);
    expect(await lookup.ended).toBe(1);
    const lines = linesOf(lookup.stdout(), ';');
    expect(lines.map(({ no }) => no)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(lines.map(({ asin }) => asin)).toEqual([a, b, '', '0306406152', a, '', c]);
    expect(lines[1]).toMatchObject({
      note: "'=1+1",
      marketplace: 'IN',
      currency: 'INR',
      price_status: 'AVAILABLE',
      availability: 'IN_STOCK',
      source: 'CREATORS_API',
      cache_status: 'LIVE',
      problem: '',
    });
    expect(lines[1]?.['price']).toMatch(/^\d+\.\d\d$/);
    expect(lines.map(({ problem }) => problem?.split(':')[0])).toEqual([
      '',
      '',
      'INVALID_INPUT',
      'NOT_FOUND',
      '',
      'INVALID_INPUT',
      '',
    ]);
    expect(lookup.stderr()).toMatch(
      /^list\.csv: 7 rows, column "Amazon Link" \(by its name\)\.\n(?:\d of 7 rows.*\n)*7 rows: 4 found, 1 not found, 2 failed \(2 INVALID_INPUT\), \d calls, \d+ s\.\n$/,
    );
  });

  test('keeps empty lines between rows, takes the first row with --no-header, and names a column that it ignores', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'list.txt'), `BABCDEFGHI\n\n${a}\n\n`);
    const text = run(sandbox, ['lookup', 'list.txt', '--no-header'], folder);
    expect(await text.ended).toBe(1);
    expect(linesOf(text.stdout()).map(({ column_1, problem }) => [column_1, problem?.split(':')[0]])).toEqual([
      ['BABCDEFGHI', 'NOT_FOUND'],
      ['', 'INVALID_INPUT'],
      [a, ''],
    ]);
    writeFileSync(join(folder, 'list.csv'), `asin,country\n${a},Germany\n`);
    await using csv = run(sandbox, ['lookup', 'list.csv'], folder);
    expect(await csv.ended).toBe(0);
    expect(csv.stderr()).toContain('\nColumn "country" is ignored: most of its cells, such as "Germany", name no');
  });

  test('reads standard input, and writes JSON Lines to a file', async () => {
    await using lookup = run(sandbox, [
      'lookup',
      '-',
      '--format',
      'jsonl',
      '--out',
      'out.jsonl',
      '--fields',
      'asin,title',
    ]);
    lookup.type(`${a}\n${b}\n`);
    expect(await lookup.ended).toBe(0);
    expect(lookup.stdout()).toBe('');
    const lines = read(lookup, 'out.jsonl').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
      [a, b].map((asin) => ({ column_1: asin, asin, title: products.find((one) => one.asin === asin)?.title })),
    );
    expect(readdirSync(lookup.folder)).toEqual(['out.jsonl']);
  });

  test('asks in the marketplace of each row, else in that of --marketplace', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'list.csv'), `asin,country\n${a},de\n${a},\n${a},Atlantis\n${b},US\n`);
    const tags = { AMAZON_PARTNER_TAGS: 'DE=de-21,IN=in-21,UK=uk-21' };
    await using lookup = run({ ...sandbox, ...tags }, ['lookup', 'list.csv', '--marketplace', 'uk'], folder);
    expect(await lookup.ended).toBe(1);
    const lines = linesOf(lookup.stdout());
    expect(lines.slice(0, 2).map(({ marketplace }) => marketplace)).toEqual(['DE', 'UK']);
    expect(lines[2]?.['problem']).toBe('INVALID_INPUT: "Atlantis" in column "country" is no marketplace');
  });
});

describe('an interrupted lookup', () => {
  test('goes on after SIGKILL with the same words: no row is missing or doubled, and no answer is asked for again', async () => {
    const folder = aFolderWithList(60);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    // What runs in the same folder is removed with the last of them.
    const first = run(slow, words, folder);
    await untilKept(first, 1);
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect(existsSync(join(folder, 'out.csv'))).toBe(false);
    await using second = run(slow, words, folder);
    expect(await second.ended).toBe(0);
    const [, kept = ''] = /Going on: (\d+) of 60 rows are answered already/.exec(second.stderr()) ?? [];
    expect(Number(kept)).toBeGreaterThanOrEqual(10);
    const [, calls = ''] = /, (\d+) calls?,/.exec(second.stderr()) ?? [];
    expect(Number(calls)).toBe(Math.ceil((60 - Number(kept)) / 10));
    const lines = linesOf(read(second, 'out.csv'));
    expect(lines.map(({ no }) => no)).toEqual(Array.from({ length: 60 }, (_, n) => String(n + 1)));
    expect(lines.map(({ asin }) => asin)).toEqual(Array.from({ length: 60 }, (_, n) => asinAt(n)));
    expect(readdirSync(folder).toSorted()).toEqual(['list.csv', 'out.csv']);
  });

  test('keeps what it has on Ctrl-C, says how to go on, and refuses a list that has changed', async () => {
    const folder = aFolderWithList(60);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    const first = run(slow, words, folder);
    await untilKept(first, 1);
    first.signal('SIGINT');
    expect(await first.ended).toBe(130);
    expect(first.stderr()).toMatch(
      /\d\d of 60 rows are kept in out\.csv\.journal\. To go on: \/\S*node \/\S*main\.ts lookup list\.csv --out out\.csv\n$/,
    );
    writeFileSync(join(folder, 'list.csv'), `no,what\n1,${b}\n`);
    await using second = run(slow, words, folder);
    expect(await second.ended).toBe(2);
    expect(second.stderr()).toMatch(/^list\.csv has changed: out\.csv\.journal has the answers of an earlier run/);
    await using third = run(slow, [...words, '--restart'], folder);
    expect(await third.ended).toBe(0);
    expect(linesOf(read(third, 'out.csv')).map(({ asin }) => asin)).toEqual([b]);
  });

  test('does not go on with another gateway, nor in another marketplace', async () => {
    const folder = aFolderWithList(3);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    const broken = {
      ...sandbox,
      AMAZON_CREATORS_ENDPOINT: 'http://127.0.0.1:1',
      AMAZON_PAAPI_ENDPOINT: 'http://127.0.0.1:1',
      AMAZON_SPAPI_ENDPOINT: 'http://127.0.0.1:1',
    };
    const first = run(broken, words, folder);
    expect(await first.ended).toBe(1);
    const inGermany = run({ ...broken, AMAZON_MARKETPLACE: 'DE' }, words, folder);
    expect(await inGermany.ended).toBe(2);
    expect(inGermany.stderr()).toBe(
      'out.csv.journal has the answers of an earlier run with the marketplace "IN", and this one has "DE". Run with --restart to begin anew, or choose another file with --out.\n',
    );
    await using real = run({}, words, folder);
    expect(await real.ended).toBe(2);
    expect(real.stderr()).toContain('with the gateway "own, on the stand-in Amazon", and this one has "own".');
  });

  test('says what was fetched more than 24 hours ago, and asks again for it on request', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, 'list.csv'), `asin\n${a}\n${b}\nnonsense\n`);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    const first = run(sandbox, words, folder);
    expect(await first.ended).toBe(1);
    const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
    const journal = new DatabaseSync(join(folder, 'out.csv.journal'));
    journal
      .prepare("UPDATE answer SET fields = json_set(fields, '$.fetched_at', ?, '$.title', 'old') WHERE row = 1")
      .run(yesterday);
    journal.close();
    await using second = run(sandbox, words, folder);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain(
      'Going on: 3 of 3 rows are answered already.\n1 of them were fetched more than 24 hours ago; --max-age 24 asks again for those.\n',
    );
    expect(linesOf(read(second, 'out.csv'))[0]?.['title']).toBe('old');
    await using third = run(sandbox, [...words, '--max-age', '24'], folder);
    expect(await third.ended).toBe(1);
    expect(third.stderr()).toContain(
      'Asking again for 1 of 3 rows: they are older than --max-age.\nGoing on: 2 of 3 rows are answered already.\n',
    );
    expect(linesOf(read(third, 'out.csv'))[0]?.['title']).toBe(products[0]?.title);
  });

  test('is not disturbed by a second run on the same file, which is refused', async () => {
    const folder = aFolderWithList(100);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    await using first = run(slow, words, folder);
    await untilKept(first, 0);
    const second = run(slow, words, folder);
    expect(await second.ended).toBe(2);
    expect(second.stderr()).toBe(
      'Another run has out.csv.journal open: wait for its end, or choose another file with --out.\n',
    );
    expect(await first.ended).toBe(0);
    expect(linesOf(read(first, 'out.csv'))).toHaveLength(100);
  });
});

describe('a lookup whose day is used up', () => {
  // SP-API has a day of its own, but is not there.
  const day = {
    ...sandbox,
    MAX_DAILY_REQUESTS: '2',
    BULK_DAY_RESERVE: '0',
    AMAZON_SPAPI_ENDPOINT: 'http://127.0.0.1:1',
  };

  test('ends with 75, a row for each row, and the command to go on with, which goes on', async () => {
    const folder = aFolderWithList(40);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    const first = run(day, words, folder);
    expect(await first.ended).toBe(75);
    expect(first.stderr()).toMatch(
      /The day's calls are used up until \d{4}-\d\d-\d\dT00:00:0\d\.\d{3}Z\. [12]0 of 40 rows are kept in out\.csv\.journal\. To go on: \/\S*node \/\S*main\.ts lookup list\.csv --out out\.csv\n$/,
    );
    const lines = linesOf(readFileSync(join(folder, 'out.csv'), 'utf8'));
    expect(lines).toHaveLength(40);
    const kept = lines.filter(({ problem }) => problem === '').length;
    expect(kept).toBeGreaterThanOrEqual(10);
    expect(lines.filter(({ problem }) => problem?.startsWith('QUOTA_EXHAUSTED: not asked yet'))).toHaveLength(
      40 - kept,
    );
    await using second = run(sandbox, words, folder);
    expect(await second.ended).toBe(0);
    expect(second.stderr()).toContain(`Going on: ${kept} of 40 rows are answered already.`);
    expect(linesOf(read(second, 'out.csv')).every(({ problem }) => problem === '')).toBe(true);
  });

  test('waits with --wait', async () => {
    const folder = aFolderWithList(40);
    await using lookup = run(day, ['lookup', 'list.csv', '--out', 'out.csv', '--wait'], folder);
    await lookup.says(/the day's calls are used up; going on at \d{4}-\d\d-\d\dT00:00/, 'stderr');
    lookup.signal('SIGTERM');
    expect(await lookup.ended).toBe(143);
    expect(lookup.stderr()).toMatch(/[12]0 of 40 rows are kept/);
  });
});

describe('failed rows', () => {
  test('are counted by code, kept, and asked again with --retry-failed', async () => {
    const folder = aFolderWithList(12);
    const words = ['lookup', 'list.csv', '--out', 'out.csv'];
    const broken = {
      ...sandbox,
      AMAZON_CREATORS_ENDPOINT: 'http://127.0.0.1:1',
      AMAZON_PAAPI_ENDPOINT: 'http://127.0.0.1:1',
      AMAZON_SPAPI_ENDPOINT: 'http://127.0.0.1:1',
    };
    const first = run(broken, words, folder);
    expect(await first.ended).toBe(1);
    expect(first.stderr()).toMatch(/12 failed \(12 SOURCES_UNAVAILABLE\)/);
    expect(first.stderr()).toMatch(
      /^To ask for the failed rows again: \/\S*node \/\S*main\.ts lookup list\.csv --out out\.csv --retry-failed$/m,
    );
    const same = run(sandbox, words, folder);
    expect(await same.ended).toBe(1);
    await using again = run(sandbox, [...words, '--retry-failed'], folder);
    expect(await again.ended).toBe(0);
    expect(linesOf(read(again, 'out.csv')).every(({ problem }) => problem === '')).toBe(true);
  });
});

describe('a lookup over the network', () => {
  test('asks the gateway at --url with --key, in few requests when the key is limited', async () => {
    await using gateway = await aGateway({ GATEWAY_API_KEYS: 'buyers:s3cret:2' }, { sources: ['CREATORS_API'] });
    const folder = aFolderWithList(60);
    await using lookup = run({}, ['lookup', 'list.csv', '--url', gateway.url, '--key', 's3cret'], folder);
    expect(await lookup.ended).toBe(0);
    expect(linesOf(lookup.stdout()).map(({ asin }) => asin)).toEqual(Array.from({ length: 60 }, (_, n) => asinAt(n)));
    expect(gateway.calls('creators').length).toBeLessThanOrEqual(7);
    expect(lookup.stderr()).not.toContain('s3cret');
  });

  test('ends with one sentence when the key is refused, or the address is none', async () => {
    await using gateway = await aGateway({ GATEWAY_API_KEYS: 'buyers:s3cret' }, { sources: ['CREATORS_API'] });
    const folder = aFolderWithList(3);
    await using lookup = run({}, ['lookup', 'list.csv', '--url', gateway.url, '--key', 'wr0ng'], folder);
    expect(await lookup.ended).toBe(2);
    expect(lookup.stderr()).toContain(`${gateway.url}/graphql refuses the list: `);
    expect(lookup.stderr()).not.toContain('wr0ng');
    const other = run({}, ['lookup', 'list.csv', '--url', 'gateway'], folder);
    expect(await other.ended).toBe(2);
    expect(other.stderr()).toContain('--url gateway: this is no address');
  });
});

describe('a lookup that cannot begin ends with 2 and one sentence:', () => {
  it.each([
    [['list.csv', '--out', 'list.csv'], 'list.csv is the list itself: choose another file with --out.\n'],
    [['list.csv', '--out', '.'], '. cannot be written: it is a folder.\n'],
    [['list.csv', '--out', 'no/out.csv'], 'no/out.csv.journal cannot be written: '],
    [['list.csv', '--column', 'link'], '--column link: there is no such column. The list has "no", "what".\n'],
    [['list.csv', '--fields', 'prise'], '--fields: there is no field "prise". Choose from asin, '],
    [['list.csv', '--format', 'jsonl', '--excel'], '--excel is for --format csv, not jsonl.\n'],
    [['list.csv', '--format', 'xml'], "error: option '--format <format>' argument 'xml' is invalid"],
    [['list.csv', '--marketplace', 'XX'], 'A marketplace is a two-letter code such as IN, UK or US.'],
    [['list.csv', '--max-age', 'a day'], 'The age is a number of hours, such as 24.'],
    [['list.csv', '--max-age', '-1'], 'The age is a number of hours, such as 24.'],
    [['list.csv', '--key', 'k'], '--key needs --url.\n'],
    [['list.csv', '--url', 'http://127.0.0.1:1', '--key', 'ключ'], 'The key has characters that cannot be sent'],
    [['list.csv', '--url', 'http://u:p@127.0.0.1:1'], '--url http://127.0.0.1:1: the address must have no user'],
    [['no.csv'], 'no.csv cannot be read: there is no such file or folder.\n'],
    [['.'], '. cannot be read: it is a folder.\n'],
    [[], "error: missing required argument 'list'"],
  ])('%j', async (words, message) => {
    await using lookup = run(sandbox, ['lookup', ...words], aFolderWithList(3));
    expect(await lookup.ended).toBe(2);
    expect(lookup.stderr()).toContain(message);
    expect(lookup.stdout()).toBe('');
    expect(readdirSync(lookup.folder)).toEqual(['list.csv']);
  });
});

test.each(['part', 'journal'])(
  'a list that --out would overwrite with its .%s is refused, and stays',
  async (ending) => {
    const folder = aFolder();
    const name = `filled.csv.${ending}`;
    writeFileSync(join(folder, name), `${a}\n`);
    await using lookup = run(sandbox, ['lookup', `./${name}`, '--out', 'filled.csv'], folder);
    expect(await lookup.ended).toBe(2);
    expect(lookup.stderr()).toBe(
      `${name} is the list itself, and --out filled.csv uses a file of this name: choose another file with --out.\n`,
    );
    expect(read(lookup, name)).toBe(`${a}\n`);
    expect(readdirSync(folder)).toEqual([name]);
  },
);

test('a configuration with which no gateway can start is named, and nothing is left behind', async () => {
  await using lookup = run({ CACHE_TTL_HOURS: 'soon' }, ['lookup', 'list.csv'], aFolderWithList(3));
  expect(await lookup.ended).toBe(1);
  expect(lookup.stderr()).toContain('CACHE_TTL_HOURS must ');
  expect(lookup.stdout()).toBe('');
});

test('an error that nobody expects is said of the list, not of a start', async () => {
  await using lookup = run({ ...sandbox, TMPDIR: '/dev/null' }, ['lookup', '-']);
  lookup.type(`${a}\n`);
  expect(await lookup.ended).toBe(1);
  expect(lookup.stderr()).toMatch(/^The list cannot be looked up: ENOTDIR/);
});

test('a reader of standard output that leaves ends the lookup without words', async () => {
  const folder = aFolderWithList(40);
  await using lookup = run(slow, ['lookup', 'list.csv'], folder);
  await lookup.says(/^no,what,asin/);
  lookup.leave();
  expect(await lookup.ended).toBe(1);
  expect(lookup.stderr()).toMatch(/^list\.csv: 40 rows[^\n]*\n$/);
});

/** Waits until the journal of out.csv has grown, which is when the first answers are kept; with 0, until it is there. */
async function untilKept({ folder, ended }: Running, answers: 0 | 1): Promise<void> {
  const end = { isReached: false };
  void ended.then(() => (end.isReached = true));
  const journal = join(folder, 'out.csv.journal-wal');
  const grown = () => existsSync(journal) && (answers === 0 || readFileSync(journal).includes('CREATORS_API'));
  await expect.poll(() => end.isReached || grown(), { timeout: 60_000, interval: 20 }).toBe(true);
}

import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it, test } from 'vitest';
import { openList } from '../../src/list/input/open-list.ts';
import { aFile, aList, rowsOf } from './a-list.ts';

const asins = ['B0QU9TTXWO', 'B0O3JEF48A'] as const;
const rows = [
  ['1', asins[0]],
  ['2', asins[1]],
];

describe('a list is read as it is', () => {
  it.each([
    ['commas', `no,asin\n1,${asins[0]}\n2,${asins[1]}\n`, ','],
    ['semicolons', `no;asin\n1;${asins[0]}\n2;${asins[1]}\n`, ';'],
    ['tabs', `no\tasin\n1\t${asins[0]}\n2\t${asins[1]}\n`, '\t'],
    ['bars', `no|asin\n1|${asins[0]}\n2|${asins[1]}\n`, '|'],
    ['a delimiter that a spreadsheet names', `sep=;\r\nno;asin\r\n1;${asins[0]}\r\n2;${asins[1]}\r\n`, ';'],
    ['line ends of Windows', `no,asin\r\n1,${asins[0]}\r\n2,${asins[1]}`, ','],
    ['mixed line ends', `no,asin\r\n1,${asins[0]}\r2,${asins[1]}\n`, ','],
    ['empty lines around it', `\n \nno,asin\n1,${asins[0]}\n2,${asins[1]}\n\n \n\n`, ','],
    ['quotation marks', `"no","asin"\n"1","${asins[0]}"\n"2","${asins[1]}"\n`, ','],
  ])('with %s', async (_, content, delimiter) => {
    const list = await aList(content);
    expect(list).toMatchObject({ count: 2, columns: { names: ['no', 'asin'], product: 1 }, dialect: { delimiter } });
    expect(await rowsOf(list)).toEqual(rows);
  });

  const text = `number,asin,title\n1,${asins[0]},Müller – ₹\n`;
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), 'utf-16le'],
  ])('in %s', async (_, bytes, encoding) => {
    const list = await aList(bytes);
    expect(list).toMatchObject({ encoding, columns: { names: ['number', 'asin', 'title'] } });
    expect(await rowsOf(list)).toEqual([['1', asins[0], 'Müller – ₹']]);
  });

  test('in Windows-1252, even if the first byte that shows it is far behind', async () => {
    const many = `asin,title\n${`${asins[0]},plain\n`.repeat(20_000)}${asins[1]},M`;
    const list = await aList(Buffer.concat([Buffer.from(many), Buffer.from([0xfc]), Buffer.from('ller\n')]));
    expect(list).toMatchObject({ encoding: 'windows-1252', count: 20_001 });
    expect((await rowsOf(list)).at(-1)).toEqual([asins[1], 'Müller']);
  });

  test('without a header, also if the first cell is no product', async () => {
    expect(await rowsOf(await aList(`12345678905\n${asins[0]}\n`))).toEqual([['12345678905'], [asins[0]]]);
    expect(await rowsOf(await aList(`BABCDEFGHI\n${asins[0]}\n`, { header: false }))).toHaveLength(2);
  });

  test('without a header', async () => {
    const list = await aList(`1,${asins[0]}\n2,${asins[1]}\n`);
    expect(list.columns).toMatchObject({ hasHeader: false, names: ['column_1', 'column_2'], product: 1 });
    expect(await rowsOf(list)).toEqual(rows);
  });

  test('with empty lines between its rows, which are rows, as in a spreadsheet', async () => {
    const text = await aList(`${asins[0]}\n\n \r\n${asins[1]}\n`);
    expect(await rowsOf(text)).toEqual([[asins[0]], [''], [''], [asins[1]]]);
    expect(text.count).toBe(4);
    const csv = await aList(`no,asin\n\n1,${asins[0]}\n,\n2,${asins[1]}\n,\n\n`);
    expect(await rowsOf(csv)).toEqual([['', ''], rows[0], ['', ''], rows[1], ['', '']]);
  });

  test('as a text with one value per line, whose links have commas', async () => {
    const link = `https://www.amazon.in/Some,-Thing/dp/${asins[0]}`;
    for (const other of [asins[1], link]) {
      const list = await aList(`${link}\n${other}\n`);
      expect(list.dialect.delimiter).toBeUndefined();
      expect(await rowsOf(list)).toEqual([[link], [other]]);
    }
  });

  test('with delimiters, quotation marks and line ends inside of quoted cells', async () => {
    const list = await aList(`asin,note\n${asins[0]},"a, ""b""\nc"\n`);
    expect(await rowsOf(list)).toEqual([[asins[0], 'a, "b"\nc']]);
  });

  test('with rows that have fewer or more cells than the header', async () => {
    const list = await aList(`asin,note\n${asins[0]}\n${asins[1]},a,b\n${asins[1]},a\n${asins[1]},a\n${asins[1]},a\n`);
    expect(list.columns.names).toEqual(['asin', 'note', 'column_3']);
    expect((await rowsOf(list)).slice(0, 2)).toEqual([
      [asins[0], '', ''],
      [asins[1], 'a', 'b'],
    ]);
  });

  test('with a cell of ten megabytes', async () => {
    const long = 'x'.repeat(10 * 1024 * 1024);
    const list = await aList(`asin,note\n${asins[0]},${long}\n${asins[1]},short\n`);
    expect((await rowsOf(list)).map(([, note]) => note?.length)).toEqual([long.length, 5]);
  }, 60_000);
});

describe('a list that is none is refused with the reason:', () => {
  it.each([
    ['an empty file', '', 'list.csv is empty.'],
    ['a file of blanks', ' \n\t\n', 'list.csv is empty.'],
    ['a header alone', 'asin,title\n', 'list.csv has a header, but no rows.'],
    ['a binary file', Buffer.from([1, 0, 0, 7, 200, 0, 3, 9, 0, 0, 0, 1]), 'list.csv is a binary file.'],
    ['an Excel workbook', Buffer.from('PK\u0003\u0004rest'), 'save the sheet as CSV'],
    ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), 'list.csv is a compressed file'],
    [
      'a quotation mark without an end',
      `asin,note\n${asins[0]},"a\n${asins[1]},b\n`,
      'a quotation mark is never closed',
    ],
  ])('%s', async (_, content, reason) => {
    await expect(aList(content)).rejects.toThrow(reason);
  });

  test('a text whose zero bytes come late', async () => {
    const bytes = Buffer.concat([Buffer.from(`${asins[0]}\n`.repeat(40_000)), Buffer.from([0, 0])]);
    await expect(aList(bytes)).rejects.toThrow('list.csv is a binary file.');
  });

  test('a folder, and a file that is not there', async () => {
    const folder = mkdtempSync(`${tmpdir()}/asin-gateway-list-test-`);
    await expect(openList(folder)).rejects.toThrow(`${folder} cannot be read: it is a folder.`);
    await expect(openList(`${folder}/no.csv`)).rejects.toThrow('there is no such file');
  });

  test('a file that is changed while it is read', async () => {
    const path = aFile(`${asins[0]}\n`);
    const list = await openList(path);
    appendFileSync(path, `${asins[1]}\n`);
    await expect(rowsOf(list)).rejects.toThrow(
      'list.csv was changed while it was read: undo the change, or run the command with --restart.',
    );
  });
});

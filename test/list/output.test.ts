import { describe, expect, it, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { fields, readFields, type FieldValues } from '../../src/list/fields.ts';
import { createFormat, type FormatName } from '../../src/list/output/format.ts';
import type { FormatOptions } from '../../src/list/output/row-format.ts';
import { neutral } from '../../src/list/output/neutral.ts';
import { ownNames } from '../../src/list/output/own-names.ts';

const values: FieldValues = {
  asin: '0306406152',
  marketplace: 'IN',
  title: 'Kettle, "steel"\nsecond line',
  price: '1299.00',
  currency: 'INR',
  rating: 4.3,
  review_count: 64725,
};

function written(
  name: FormatName,
  row: { cells: readonly string[]; values: FieldValues },
  more: Partial<FormatOptions> = {},
) {
  const names = row.cells.map((_, index) => `own ${index}`);
  const format = createFormat(name, { fields, names, delimiter: ',', excel: false, width: 100, ...more });
  return `${format.head}${format.line(row)}`;
}

describe('a CSV', () => {
  test('has the list’s own columns, then ours in their fixed order', () => {
    const [head, line] = parse(written('csv', { cells: ['a,b', '7'], values }));
    expect(head).toEqual(['own 0', 'own 1', ...fields]);
    expect(fields.join(' ')).toBe(
      'asin marketplace title brand price currency list_price price_status availability rating review_count image_url product_url source cache_status fetched_at quality problem',
    );
    expect(line?.slice(0, 8)).toEqual(['a,b', '7', '0306406152', 'IN', values['title'], '', '1299.00', 'INR']);
    expect(line?.slice(11, 13)).toEqual(['4.3', '64725']);
  });

  test('has the chosen fields in the chosen order', () => {
    expect(written('csv', { cells: [], values }, { fields: readFields('price, asin,price') })).toBe(
      'price,asin\n1299.00,0306406152\n',
    );
  });

  test('for Excel has a byte-order mark and the line ends of Windows', () => {
    expect(written('csv', { cells: ['1'], values }, { excel: true, fields: ['asin'] })).toBe(
      '\uFEFFown 0,asin\r\n1,0306406152\r\n',
    );
  });

  test('keeps the delimiter of the list', () => {
    expect(written('csv', { cells: ['a;b'], values }, { delimiter: ';', fields: ['asin'] })).toBe(
      'own 0;asin\n"a;b";0306406152\n',
    );
  });

  it.each(['=1+1', '+cmd|x', '@SUM(A1)', '-2+3', '\t=1', '\r=1', ' =1', '＝1+1', '-', '=HYPERLINK("http://x")'])(
    'has no formula: %j',
    (cell) => {
      expect(neutral(cell)).toBe(`'${cell}`);
      const [, line] = parse(written('csv', { cells: [cell], values: { title: cell } }), { delimiter: ',' });
      expect([line?.[0], line?.[3]]).toEqual([`'${cell}`, `'${cell}`]);
    },
  );

  it.each(['-5', '+4.30', '-1,299.00', '-5 %'.replace(' ', ''), '1e-7', '-1E+7', '007', 'a=b', ''])(
    'does not change a number or a text: %j',
    (cell) => {
      expect(neutral(cell)).toBe(cell);
    },
  );
});

test('JSON Lines have one object per row, with exact prices as texts and null for what is not known', () => {
  const line = written('jsonl', { cells: ['=1'], values });
  expect(line.endsWith('}\n')).toBe(true);
  expect(JSON.parse(line)).toMatchObject({
    'own 0': '=1',
    price: '1299.00',
    rating: 4.3,
    list_price: null,
    title: values['title'],
  });
});

test('a table has the width of its terminal, and no control characters', () => {
  const text = written(
    'table',
    { cells: ['x'], values: { ...values, title: `\u001B[31mRed\u202E ${'long '.repeat(40)}` } },
    { fields: ['asin', 'price', 'title'], width: 60 },
  );
  const [head = '', line = ''] = text.split('\n');
  expect(head).toMatch(/^asin {8}\s+price {2}title$/);
  expect(line).toMatch(/^0306406152 {2}\s+1299\.00 {2}\[31mRed long .*…$/);
  expect(line.length).toBeLessThanOrEqual(60);
  expect(/\p{Cc}|\p{Cf}/u.test(line)).toBe(false);
});

test('own columns with a name of ours, or with the same name, are renamed', () => {
  expect(ownNames(['sku', 'title', 'sku', 'asin', 'input_asin'])).toEqual([
    'sku',
    'input_title',
    'sku_2',
    'input_asin',
    'input_asin_2',
  ]);
});

test('--fields names every field that there is if one is unknown', () => {
  expect(() => readFields('asin,prise')).toThrow('there is no field "prise". Choose from asin, marketplace,');
  expect(() => readFields('')).toThrow('--fields');
});

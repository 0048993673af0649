import { describe, expect, test } from 'vitest';
import { count, list, number, parseJson, record, text, texts, tryJson } from '../../src/source/json.ts';
import { SourceError } from '../../src/source/source-error.ts';

describe('parseJson', () => {
  test('reads JSON from bytes, with or without a byte order mark', () => {
    expect(parseJson(Buffer.from('{"a":"₹1"}'), 'here')).toEqual({ a: '₹1' });
    expect(parseJson(Buffer.from('\uFEFF[1]'), 'here')).toEqual([1]);
  });

  test.each([
    ['a page of HTML', Buffer.from('<html>secret</html>')],
    ['a cut-off answer', Buffer.from('{"a":')],
    ['an empty answer', Buffer.alloc(0)],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ])('%s is MALFORMED, and the message names the place but quotes nothing', (_what, body) => {
    let thrown: unknown;
    try {
      parseJson(body, 'PA-API GetItems (IN)');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SourceError);
    expect(thrown).toMatchObject({ code: 'MALFORMED', message: 'PA-API GetItems (IN): the answer is not JSON' });
    expect(tryJson(body)).toBeUndefined();
  });
});

test('readers give undefined for whatever is not of their kind', () => {
  expect([record({ a: 1 }), record([]), record(null), record('x')]).toEqual([
    { a: 1 },
    undefined,
    undefined,
    undefined,
  ]);
  expect([list([1]), list({}), list(null)]).toEqual([[1], undefined, undefined]);
  expect([text(' a '), text(' '), text(1), text(null)]).toEqual(['a', undefined, undefined, undefined]);
  expect([number(0), number(NaN), number('1')]).toEqual([0, undefined, undefined]);
  expect([count(3), count(-1), count(1.5), count(0, 1), count('3')]).toEqual([3, ...Array(4)]);
  expect([count(2 ** 31 - 1), count(2 ** 31)]).toEqual([2_147_483_647, undefined]);
  expect(texts(['a', null, ' ', { DisplayValue: 'b' }, 'c'])).toEqual(['a', 'c']);
});

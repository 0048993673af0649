import { expect, test } from 'vitest';
import { field } from '../../../../src/source/associates/common/field.ts';

test('follows a path, whatever the letter case of the keys', () => {
  expect(field({ DetailPageURL: 'x' }, 'detailPageURL')).toBe('x');
  expect(field({ ItemInfo: { title: { DISPLAYVALUE: 'x' } } }, 'itemInfo.title.displayValue')).toBe('x');
});

test('null is the same as absent, also beside the same key in another case', () => {
  expect(field({ asin: null }, 'asin')).toBeUndefined();
  expect(field({ price: null, Price: 1 }, 'price')).toBe(1);
});

test.each([undefined, null, 1, 'title', ['title'], { title: 'x' }, { title: [{ displayValue: 'x' }] }])(
  'there is nothing at the path in %j',
  (value) => {
    expect(field(value, 'title.displayValue')).toBeUndefined();
  },
);

test('what a JSON object inherits is not in the answer', () => {
  expect(field({}, 'constructor')).toBeUndefined();
});

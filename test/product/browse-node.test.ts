import { expect, test } from 'vitest';
import { nodeKeyOf, parseNodeId } from '../../src/product/browse-node.ts';

test.each([
  ['1389401031', '1389401031'],
  [' 0042 ', '42'],
  ['0', '0'],
  ['9223372036854775807', '9223372036854775807'],
])('%j is the id %s', (text, id) => {
  expect(parseNodeId(text)).toBe(id);
});

test.each(['', ' ', '-1', '1.5', '1e3', 'B0CR7G9V56', '9223372036854775808', '12345678901234567890', '١٢'])(
  '%j is no id',
  (text) => {
    expect(parseNodeId(text)).toBeUndefined();
  },
);

test('questions in other marketplaces or languages are other questions', () => {
  const keys = [
    nodeKeyOf({ marketplace: 'IN', id: '5' }),
    nodeKeyOf({ marketplace: 'US', id: '5' }),
    nodeKeyOf({ marketplace: 'IN', language: 'hi_IN', id: '5' }),
    nodeKeyOf({ marketplace: 'IN', id: '55' }),
  ];
  expect(new Set(keys).size).toBe(4);
});

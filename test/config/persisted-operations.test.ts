import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readPersistedOperations } from '../../src/config/persisted-operations.ts';

const text = '{ __typename }';
const hash = createHash('sha256').update(text).digest('hex');

function read(content: string) {
  return readPersistedOperations('list.json', () => content);
}

test.each([
  { [hash]: text },
  { [`sha256:${hash}`]: text },
  {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: hash, name: 'A', type: 'query', body: text }],
  },
])('operations are read in every format: %j', (file) => {
  expect(read(JSON.stringify(file))).toEqual(new Map([[hash, text]]));
});

describe('a fault names the variable', () => {
  const faults: readonly (readonly [string, string, string])[] = [
    ['invalid JSON', '{', 'is not JSON'],
    ['a list', '[]', 'must name a file of the shape'],
    ['a text', '"x"', 'must name a file of the shape'],
    ['values that are not texts', `{"${hash}":7}`, 'must name a file of the shape'],
    ['a manifest without ids', '{"operations":[{"body":"x"}]}', 'must name a file of the shape'],
    ['a prefixed hash of another text', `{"sha256:${'0'.repeat(64)}":"${text}"}`, `${'0'.repeat(64)}, which is not`],
    ['a hash of another algorithm', `{"sha1:${hash}":"${text}"}`, `sha1:${hash}, which is not`],
    ['a hash of another text', `{"${'0'.repeat(64)}":"${text}"}`, `${'0'.repeat(64)}, which is not the SHA-256`],
  ];
  test.each(faults)('%s', (_, content, says) => {
    expect(() => read(content)).toThrow(/^PERSISTED_OPERATIONS /);
    expect(() => read(content)).toThrow(says);
  });

  test('a missing file', () => {
    const missing = () => {
      throw new Error('ENOENT');
    };
    expect(() => readPersistedOperations('list.json', missing)).toThrow(
      'PERSISTED_OPERATIONS names a file that cannot',
    );
  });
});

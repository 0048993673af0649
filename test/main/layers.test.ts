import { expect, test } from 'vitest';
import { layered } from '../../src/main/layers.ts';

test('earlier environments take precedence', () => {
  expect(layered({ PORT: '1' }, { PORT: '2', HOST: 'a' }, { HOST: 'b', LOG_LEVEL: 'WARN' })).toEqual({
    PORT: '1',
    HOST: 'a',
    LOG_LEVEL: 'WARN',
  });
});

test('an empty variable counts as unset', () => {
  expect(layered({ PORT: '' }, { PORT: ' ' }, { PORT: '2' })).toEqual({ PORT: '2' });
});

import { expect, test } from 'vitest';
import { refusalMessage } from '../../../../src/source/associates/common/refusal.ts';

const said = (message: string) => ({ status: 401, faults: [{ type: 'T', code: 'C', message, fields: [] }] });

test('a message names the call, the response, and what to do', () => {
  const line = refusalMessage('Here', said('Amazon’s\n  words'), { code: 'CREDENTIALS', hint: 'check it' }, []);
  expect(line).toBe('Here: HTTP 401 · C: Amazon’s words · check it');
});

test('a secret that contains another one is cleared as a whole', () => {
  const line = refusalMessage('Here', said('it was client-and-more'), { code: 'CREDENTIALS' }, [
    'client',
    'client-and-more',
  ]);
  expect(line).toBe('Here: HTTP 401 · C: it was [secret]');
});

test('the API’s words are cut, and never inside of a secret', () => {
  const line = refusalMessage('Here', said('x'.repeat(290) + ' opensesame'), { code: 'CREDENTIALS' }, [
    'opensesame',
    '',
  ]);
  expect(line.length).toBe(317);
  expect(line).not.toContain('open');
});

import { expect, test } from 'vitest';
import { calendarDate } from '../../src/source/calendar-date.ts';

test.each([
  ['2018-04-04T00:00:01Z', '2018-04-04'],
  ['2019-01-23T23:59:55.218Z', '2019-01-23'],
  ['2024-02-29', '2024-02-29'],
  ['1979T', '1979'],
  ['1979-06', '1979-06'],
  ['1979', '1979'],
])('%s is %s', (said, date) => {
  expect(calendarDate(said)).toBe(date);
});

test.each(['2023-02-29', '2023-13-01', '2023-00', '2023-04-31', '0000', '20230404', '4 April 2018', '', undefined])(
  '%s is no date',
  (said) => {
    expect(calendarDate(said)).toBeUndefined();
  },
);

/**
 * The calendar date at the start of a source's date, with as much of it as is known: `2018-04-04T00:00:01Z` is
 * `2018-04-04`, and `1979T` (recorded) is `1979`. The time is not a fact about the product, so no time zone can move
 * the day. `undefined` for any other text.
 */
export function calendarDate(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)/.exec(text ?? '') ?? [];
  if (year === undefined || Number(year) === 0) return undefined;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return `${year}-${month}`;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= lastDay ? `${year}-${month}-${day}` : undefined;
}

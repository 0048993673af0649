/** Units of time: from how many seconds on they are used, their seconds, and their name. */
const units = [
  { from: 2 * 86_400, seconds: 86_400, name: 'd' },
  { from: 3_600, seconds: 3_600, name: 'h' },
  { from: 60, seconds: 60, name: 'min' },
  { from: 0, seconds: 1, name: 's' },
] as const;

/**
 * A duration for people, without what is smaller than its last unit: `38 s`, `11 min`, `47 h`, `2 d`.
 *
 * @param ms milliseconds; a negative duration is 0
 * @param most the number of units, e.g. 2 for `1 min 30 s`
 */
export function durationText(ms: number, most: 1 | 2 = 1): string {
  let left = Math.max(0, Math.round(ms / 1000));
  const largest = units.findIndex(({ from }) => left >= from);
  const parts = units.slice(largest, largest + most).map(({ seconds, name }) => {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    return `${count} ${name}`;
  });
  return parts.join(' ');
}

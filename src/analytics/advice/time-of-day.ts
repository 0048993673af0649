/** The time of day in words, such as `12:30 UTC`. @param at milliseconds since the epoch */
export function timeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

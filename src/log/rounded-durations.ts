import { rounded } from '../vocabulary.ts';

/** The fields of a log line with every duration, at any depth, as people read it: `durationMs: 17.1`, and 0.04 below one. */
export function withRoundedDurations(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, readable(name, value)]));
}

function readable(name: string, value: unknown): unknown {
  if (typeof value === 'number') return name.endsWith('Ms') ? rounded(value) : value;
  if (Array.isArray(value)) return value.map((one) => readable('', one));
  return isPlain(value) ? withRoundedDurations(value) : value;
}

/** Errors and dates are left to the logger. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

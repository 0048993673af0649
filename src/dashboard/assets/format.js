const whole = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const lists = new Intl.ListFormat('en');
const shortClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** What stands where there is no number. */
export const nothing = '–';

/** 12,345 */
export function count(value) {
  return value === null || value === undefined ? nothing : whole.format(value);
}

/** 0.42, 7.1, 120: as many digits as can be told apart. */
export function rate(value) {
  if (value === undefined) return nothing;
  if (value === 0) return '0';
  return value >= 100 ? whole.format(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** 97.3 %; never 100 % where something is missing, never 0 % where something is there. */
export function percent(share) {
  if (share === null || share === undefined) return nothing;
  const text = (share * 100).toFixed(1);
  if (text === '100.0') return share < 1 ? '99.9 %' : '100 %';
  if (text === '0.0') return share > 0 ? '0.1 %' : '0 %';
  return `${text} %`;
}

/** 8.4 ms, 240 ms, 1.2 s */
export function duration(ms) {
  if (ms === null || ms === undefined) return nothing;
  if (ms === 0) return '0';
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 0 : 1)}\u00a0s`;
  return `${ms >= 10 ? Math.round(ms) : ms.toFixed(1)}\u00a0ms`;
}

/** 16:04:31 */
export function time(at) {
  return clock.format(new Date(at));
}

/** 16:04 */
export function shortTime(at) {
  return shortClock.format(new Date(at));
}

/** 16:04 UTC */
export function utcTime(at) {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/** 12 s ago, 3 min ago */
export function ago(at, now) {
  const seconds = Math.max(0, Math.round((now - new Date(at).getTime()) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  return `${Math.round(seconds / 3600)} h ago`;
}

/** a, b and c */
export function listOf(texts) {
  return lists.format(texts);
}

/** The same text with sources as people write them. */
export function withNames(text) {
  return text.replaceAll(/\b[A-Z][A-Z0-9_]*\b/g, (word) => sourceName(word));
}

/** Creators API, as people write it. */
export function sourceName(source) {
  return names.get(source) ?? source;
}

/** The names are those that the gateway gives with its numbers. */
export function learnNames(sources) {
  names = new Map(sources.map(({ source, label }) => [source, label]));
}

let names = new Map();

const whole = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const lists = new Intl.ListFormat('en');
const shortClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Stands for an absent number. */
export const nothing = '-';

/**
 * 12,345
 *
 * @param {number | null | undefined} value
 */
export function count(value) {
  return value === null || value === undefined ? nothing : whole.format(value);
}

/**
 * 0.42, 7.1, 120
 *
 * @param {number | null | undefined} value
 */
export function rate(value) {
  if (value === null || value === undefined) return nothing;
  if (value >= 100) return whole.format(Math.round(value));
  return String(Number(value.toFixed(value >= 10 ? 1 : 2)));
}

/**
 * 97.3 %; never 100 % of less than all, never 0 % of more than nothing.
 *
 * @param {number | null | undefined} share
 */
export function percent(share) {
  if (share === null || share === undefined) return nothing;
  const text = (share * 100).toFixed(1);
  if (text === '100.0') return share < 1 ? '99.9 %' : '100 %';
  if (text === '0.0') return share > 0 ? '0.1 %' : '0 %';
  return `${text} %`;
}

/**
 * 8.4 ms, 17.1 ms, 240 ms, 1.2 s
 *
 * @param {number | null | undefined} ms
 */
export function duration(ms) {
  if (ms === null || ms === undefined) return nothing;
  if (ms === 0) return '0';
  if (ms < 0.1) return '< 0.1\u00a0ms';
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 0 : 1)}\u00a0s`;
  return `${ms >= 100 ? Math.round(ms) : Number(ms.toFixed(1))}\u00a0ms`;
}

/**
 * 16:04:31
 *
 * @param {string | number} at
 */
export function time(at) {
  return clock.format(new Date(at));
}

/**
 * 16:04
 *
 * @param {string | number} at
 */
export function shortTime(at) {
  return shortClock.format(new Date(at));
}

/**
 * 16:04 UTC
 *
 * @param {string | number} at
 */
export function utcTime(at) {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/**
 * 12 s ago, 3 min ago
 *
 * @param {string | number} at
 * @param {number} now
 */
export function ago(at, now) {
  const seconds = Math.max(0, Math.round((now - new Date(at).getTime()) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  return `${Math.round(seconds / 3600)} h ago`;
}

/**
 * a, b and c
 *
 * @param {readonly string[]} texts
 */
export function listOf(texts) {
  return lists.format(texts);
}

/**
 * Replaces source ids in a text by their labels.
 *
 * @param {string} text
 */
export function withLabels(text) {
  return text.replaceAll(/\b[A-Z][A-Z0-9_]*\b/g, (word) => sourceLabel(word));
}

/**
 * The display name of a source.
 *
 * @param {string} source
 */
export function sourceLabel(source) {
  return labels.get(source) ?? source;
}

/**
 * Takes over the display names that the gateway sends.
 *
 * @param {readonly { readonly source: string, readonly label: string }[]} sources
 */
export function setLabels(sources) {
  labels = new Map(sources.map(({ source, label }) => [source, label]));
}

/** @type {ReadonlyMap<string, string>} */
let labels = new Map();

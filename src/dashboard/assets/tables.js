/** @import { Attempt, RecentLookup, Statistics } from './query.js' */
import { byId, make } from './dom.js';
import { ago, count, duration, sourceLabel, time, withLabels } from './format.js';

/**
 * Failures by source, marketplace and class.
 *
 * @param {Statistics} statistics
 */
export function showErrors({ errors, timestamp }) {
  const box = byId('errors');
  if (errors.length === 0) {
    box.replaceChildren(make('p', { class: 'empty' }, 'No failures so far.'));
    return;
  }
  const now = new Date(timestamp).getTime();
  const rows = errors.map(({ source, marketplace, code, count: times, message, lastAt }) =>
    make(
      'tr',
      { 'data-error': `${source} ${marketplace} ${code}` },
      make('td', {}, sourceLabel(source), ' ', marketplace),
      make('td', {}, code, make('span', { class: 'quiet' }, withLabels(message))),
      make('td', { class: 'number' }, count(times)),
      make('td', { class: 'number' }, make('time', { datetime: lastAt }, ago(lastAt, now))),
    ),
  );
  box.replaceChildren(tableOf([['Source'], ['Class'], ['Times', 'number'], ['Last', 'number']], rows));
}

/**
 * The latest lookups. Open entries stay open, and the focus stays on its entry.
 *
 * @param {Statistics} statistics
 */
export function showLookups({ recentLookups }) {
  const list = byId('lookups');
  if (recentLookups.length === 0) {
    list.replaceChildren(make('li', { class: 'empty' }, 'No product lookups yet.'));
    return;
  }
  const opened = new Set([...list.querySelectorAll('details')].filter(({ open }) => open).map(lookupOf));
  const focused = document.activeElement?.closest('details');
  const focusedLookup = focused && list.contains(focused) ? lookupOf(focused) : undefined;
  list.replaceChildren(...recentLookups.map((lookup) => entry(lookup, opened)));
  if (focusedLookup === undefined) return;
  const again = [...list.querySelectorAll('details')].find((details) => lookupOf(details) === focusedLookup);
  again?.querySelector('summary')?.focus();
}

/** @param {HTMLElement} details */
function lookupOf({ dataset }) {
  return dataset['lookup'] ?? '';
}

/**
 * @param {RecentLookup} lookup
 * @param {ReadonlySet<string>} opened
 */
function entry({ at, asin, marketplace, outcome, cacheStatus, attempts }, opened) {
  const id = `${at} ${marketplace} ${asin}`;
  const answer = outcome === 'FOUND' ? (cacheStatus ?? 'LIVE') : outcome;
  const summary = make(
    'summary',
    {},
    make('time', { datetime: at }, time(at)),
    make('span', {}, marketplace),
    make('span', { class: 'asin' }, asin),
    make('span', { class: 'outcome', 'data-answer': answer }, answers[answer]),
    make('span', { class: 'path' }, ...attempts.map(step)),
  );
  const details = make('details', { 'data-lookup': id }, summary, attemptsOf(attempts));
  details.open = opened.has(id);
  return make('li', {}, details);
}

const answers = {
  LIVE: 'live',
  FRESH: 'from cache',
  STALE: 'stale copy',
  NOT_FOUND: 'not found',
  UNAVAILABLE: 'failed',
};
const marks = { FOUND: '✓', MISSING: '∅', REJECTED: '≈', FAILED: '✕', SKIPPED: '-' };

/** @param {Attempt} attempt */
function step({ source, outcome, code }) {
  const title = `${sourceLabel(source)}: ${outcome.toLowerCase()}${code === null ? '' : ` (${code})`}`;
  return make('span', { class: 'step', 'data-outcome': outcome, title }, `${sourceLabel(source)} ${marks[outcome]}`);
}

/** @param {readonly Attempt[]} attempts */
function attemptsOf(attempts) {
  if (attempts.length === 0)
    return make('p', { class: 'empty' }, 'The product came with a search, so that no source was called for it.');
  const rows = attempts.map(({ source, outcome, code, durationMs }) =>
    make(
      'tr',
      {},
      make('td', {}, sourceLabel(source)),
      make('td', {}, outcome.toLowerCase()),
      make('td', {}, code ?? ''),
      make('td', { class: 'number' }, duration(durationMs)),
    ),
  );
  return tableOf([['Source'], ['Outcome'], ['Reason'], ['Duration', 'number']], rows);
}

/**
 * @param {readonly (readonly [title: string, kind?: string])[]} heads
 * @param {readonly HTMLElement[]} rows
 */
function tableOf(heads, rows) {
  const cells = heads.map(([title, kind]) => make('th', { scope: 'col', class: kind }, title));
  return make('table', {}, make('thead', {}, make('tr', {}, ...cells)), make('tbody', {}, ...rows));
}

import { byId, make } from './dom.js';
import { ago, count, duration, sourceName, time, withNames } from './format.js';

/** Failures by source, store and class. */
export function showErrors({ errors, timestamp }) {
  if (errors.length === 0) return byId('errors').replaceChildren(make('p', { class: 'empty' }, 'Nothing has failed.'));
  const now = new Date(timestamp).getTime();
  const rows = errors.map(({ source, marketplace, code, count: times, message, lastAt }) =>
    make(
      'tr',
      { 'data-error': `${source} ${marketplace} ${code}` },
      make('td', {}, sourceName(source), ' ', marketplace),
      make('td', {}, code, make('span', { class: 'quiet' }, withNames(message))),
      make('td', { class: 'number' }, count(times)),
      make('td', { class: 'number' }, make('time', { datetime: lastAt }, ago(lastAt, now))),
    ),
  );
  return byId('errors').replaceChildren(
    tableOf([['Source'], ['Class'], ['Times', 'number'], ['Last', 'number']], rows),
  );
}

/** The latest lookups; opened ones stay open. */
export function showLookups({ recentLookups }) {
  const list = byId('lookups');
  const opened = new Set([...list.querySelectorAll('details[open]')].map(({ dataset }) => dataset.lookup));
  const held = document.activeElement?.closest?.('details')?.dataset.lookup;
  if (recentLookups.length === 0)
    return list.replaceChildren(make('li', { class: 'empty' }, 'No product has been asked for yet.'));
  list.replaceChildren(...recentLookups.map((lookup) => entry(lookup, opened)));
  // Whoever stood on an entry by keyboard still does.
  if (held !== undefined)
    [...list.querySelectorAll('details')]
      .find(({ dataset }) => dataset.lookup === held)
      ?.querySelector('summary')
      .focus();
  return undefined;
}

function entry({ at, asin, marketplace, outcome, cacheStatus, attempts }, opened) {
  const id = `${at} ${marketplace} ${asin}`;
  const answer = cacheStatus ?? outcome;
  const summary = make(
    'summary',
    {},
    make('time', { datetime: at }, time(at)),
    make('span', {}, marketplace),
    make('span', { class: 'asin' }, asin),
    make('span', { class: 'outcome', 'data-answer': answer }, words[answer]),
    make('span', { class: 'path' }, ...attempts.map(step)),
  );
  const details = make('details', { 'data-lookup': id }, summary, attemptsOf(attempts));
  details.open = opened.has(id);
  return make('li', {}, details);
}

const words = { LIVE: 'asked', FRESH: 'from cache', STALE: 'stale copy', NOT_FOUND: 'no such', UNAVAILABLE: 'failed' };

function step({ source, outcome, code }) {
  const title = `${sourceName(source)}: ${outcome.toLowerCase()}${code === null ? '' : ` (${code})`}`;
  return make('span', { class: 'step', 'data-outcome': outcome, title }, `${sourceName(source)} ${marks[outcome]}`);
}

const marks = { FOUND: '✓', MISSING: '∅', REJECTED: '≈', FAILED: '✕', SKIPPED: '–' };

function attemptsOf(attempts) {
  if (attempts.length === 0)
    return make('p', { class: 'empty' }, 'It came with a search, so no source was asked for it.');
  const rows = attempts.map(({ source, outcome, code, durationMs }) =>
    make(
      'tr',
      {},
      make('td', {}, sourceName(source)),
      make('td', {}, outcome.toLowerCase()),
      make('td', {}, code ?? ''),
      make('td', { class: 'number' }, duration(durationMs)),
    ),
  );
  return tableOf([['Source'], ['Outcome'], ['Why'], ['Took', 'number']], rows);
}

function tableOf(heads, rows) {
  const cells = heads.map(([name, kind]) => make('th', { scope: 'col', class: kind }, name));
  return make('table', {}, make('thead', {}, make('tr', {}, ...cells)), make('tbody', {}, ...rows));
}

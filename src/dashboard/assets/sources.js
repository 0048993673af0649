/** @import { SourceReport, Statistics } from './query.js' */
import { byId, make } from './dom.js';
import { ago, count, duration, nothing, percent, rate, sourceLabel, withLabels } from './format.js';

const circuits = { CLOSED: 'closed', HALF_OPEN: 'half-open', OPEN: 'open' };

/**
 * A card per source, in chain order.
 *
 * @param {Statistics} statistics
 */
export function showSources({ sources, recommendations, timestamp }) {
  const now = new Date(timestamp).getTime();
  byId('sources').replaceChildren(...sources.map((source) => card(source, adviceFor(source, recommendations), now)));
}

/**
 * @param {SourceReport} report
 * @param {Statistics['recommendations']} recommendations
 */
function adviceFor({ source }, recommendations) {
  return recommendations.find((one) => one.source === source && one.severity !== 'INFO')?.message;
}

/**
 * @param {SourceReport} report
 * @param {string | undefined} advice
 * @param {number} now
 */
function card(report, advice, now) {
  const { source, enabled, totalRequests, successRate, latency, circuit, itemsPerCall, lastError, quota } = report;
  const title = make('h3', {}, sourceLabel(source));
  if (!enabled) {
    const off = make('span', { class: 'circuit' }, 'off');
    return make(
      'li',
      { 'data-source': source, 'data-enabled': 'false' },
      make('header', {}, title, off),
      make('p', { class: 'quiet' }, 'Not configured.'),
    );
  }
  const chip = make('span', { class: 'circuit', 'data-circuit': circuit }, `circuit ${circuits[circuit]}`);
  const calls = `of ${count(totalRequests)} ${totalRequests === 1 ? 'call' : 'calls'} answered`;
  const figure = make(
    'p',
    { class: 'rate', 'data-level': levelOf(successRate) },
    percent(successRate),
    make('small', {}, totalRequests === 0 ? 'No calls yet' : calls),
  );
  const facts = make(
    'dl',
    { class: 'facts' },
    fact('p50', duration(latency?.p50Ms)),
    fact('p95', duration(latency?.p95Ms)),
    fact('p99', duration(latency?.p99Ms)),
    fact('calls', count(totalRequests)),
    fact('items per call', itemsPerCall === null ? nothing : itemsPerCall.toFixed(1)),
    fact('per second', rate(quota?.perSecond)),
  );
  return make(
    'li',
    { 'data-source': source, 'data-enabled': 'true' },
    make('header', {}, title, chip),
    figure,
    facts,
    ...accountsOf(report.accounts),
    lastFailure(lastError, advice, now),
  );
}

/**
 * A line per account, where there are several.
 *
 * @param {SourceReport['accounts']} accounts
 */
function accountsOf(accounts) {
  if (accounts.length < 2) return [];
  const lines = accounts.map(({ name, circuit, queued, quota }) => {
    const chip = make('span', { class: 'circuit', 'data-circuit': circuit }, circuits[circuit]);
    const left = quota.remainingToday === null ? nothing : count(quota.remainingToday);
    const paced = quota.pacing === 'ACTIVE' ? ', paced' : '';
    const text = `: ${left} calls left today${paced}, ${count(queued)} waiting `;
    return make('li', { 'data-account': name }, make('b', {}, name), text, chip);
  });
  return [make('ul', { class: 'accounts' }, ...lines)];
}

/** @param {number | null} successRate */
function levelOf(successRate) {
  if (successRate === null || successRate >= 0.9) return 'good';
  return successRate >= 0.7 ? 'warn' : 'bad';
}

/**
 * @param {string} name
 * @param {string} value
 */
function fact(name, value) {
  return make('div', {}, make('dt', {}, name), make('dd', {}, value));
}

/**
 * @param {SourceReport['lastError']} error
 * @param {string | undefined} advice
 * @param {number} now
 */
function lastFailure(error, advice, now) {
  if (error === null) return make('p', { class: 'last' }, 'No failures so far.');
  const when = make('time', { datetime: error.at }, ago(error.at, now));
  const title = make('p', {}, 'Last failure: ', make('b', {}, error.code), ', ', when);
  const message = make('p', { class: 'clamp', title: error.message }, withLabels(error.message));
  const toDo = advice === undefined ? [] : [make('p', {}, make('b', {}, 'To do: '), withLabels(advice))];
  return make('div', { class: 'last' }, title, message, ...toDo);
}

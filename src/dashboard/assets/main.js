/** @import { Answer, Statistics, Window } from './query.js' */
import { byId, make, setText } from './dom.js';
import { setLabels, time, withLabels } from './format.js';
import { startPolling } from './poll.js';
import { showQuota } from './quota.js';
import { showSources } from './sources.js';
import { statusOf } from './status.js';
import { showErrors, showLookups } from './tables.js';
import { showTiles } from './tiles.js';
import { showTimelines } from './timelines.js';

const severities = { CRITICAL: 'Act now', WARNING: 'Warning', INFO: 'Consider' };
/** @type {readonly Window[]} */
const windows = ['LAST_5_MINUTES', 'LAST_HOUR', 'LAST_DAY', 'SINCE_START'];
/** @type {Answer | undefined} */
let latest;

const polling = startPolling((result, nextMs) => {
  if (result.kind === 'data') show(result.data);
  else if (result.kind === 'key-needed') requestKey(result.complaint);
  else showFailure(result.message, nextMs);
});

/** @param {Answer} data */
function show(data) {
  latest = data;
  const { sourceAnalytics: statistics, day } = data;
  setLabels(statistics.sources);
  document.body.dataset['state'] = 'live';
  byId('key').hidden = true;
  byId('outage').hidden = true;
  setText(byId('freshness-text'), `Live, ${time(statistics.timestamp)}`);
  showStatus(statistics);
  showTiles(statistics);
  showSources(statistics);
  showTimelines(statistics);
  showQuota(statistics, day);
  showLookups(statistics);
  showErrors(statistics);
  document.body.dataset['timestamp'] = statistics.timestamp;
}

/** @param {Statistics} statistics */
function showStatus(statistics) {
  const { level, title, reason } = statusOf(statistics);
  byId('status').dataset['level'] = level;
  setText(byId('status-title'), title);
  setText(byId('status-reason'), reason);
  document.title = `${title} · asin-gateway`;
  const entries = statistics.recommendations
    .slice(0, 5)
    .map(({ severity, message }) =>
      make(
        'li',
        { 'data-severity': severity },
        make('b', {}, severities[severity]),
        make('span', {}, withLabels(message)),
      ),
    );
  byId('advice').replaceChildren(...entries);
}

/**
 * The last values stay, marked as outdated.
 *
 * @param {string} failure
 * @param {number} nextMs
 */
function showFailure(failure, nextMs) {
  document.body.dataset['state'] = 'lost';
  document.title = 'No answer · asin-gateway';
  const next = `The next attempt is in ${Math.round(nextMs / 1000)} s.`;
  const since = latest === undefined ? '' : ` Everything below is from ${time(latest.sourceAnalytics.timestamp)}.`;
  setText(byId('outage'), `The gateway does not answer. ${failure} ${next}${since}`);
  byId('outage').hidden = false;
  const last = latest === undefined ? 'No answer' : `Last answer ${time(latest.sourceAnalytics.timestamp)}`;
  setText(byId('freshness-text'), last);
  if (latest !== undefined) return;
  byId('status').dataset['level'] = 'bad';
  setText(byId('status-title'), 'No data yet');
  setText(byId('status-reason'), 'The page shows data as soon as the gateway answers.');
}

/** @param {string} complaint about the key that was sent; empty if none was */
function requestKey(complaint) {
  document.body.dataset['state'] = 'key';
  document.title = 'Key needed · asin-gateway';
  byId('key').hidden = false;
  setText(byId('key-status'), complaint);
  byId('key-field').focus();
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = byId('key-field');
  if (!(field instanceof HTMLInputElement)) return;
  polling.useKey(field.value.trim());
  field.value = '';
});

/** @type {NodeListOf<HTMLInputElement>} */
const choices = document.querySelectorAll('[name=window]');
for (const choice of choices) {
  choice.addEventListener('change', () => {
    const window = windows.find((name) => name === choice.value);
    if (window !== undefined) polling.useWindow(window);
  });
}

// A canvas follows neither the width nor the theme by itself.
function redraw() {
  if (latest === undefined) return;
  showTimelines(latest.sourceAnalytics);
  showQuota(latest.sourceAnalytics, latest.day);
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
new ResizeObserver(redraw).observe(byId('charts'));

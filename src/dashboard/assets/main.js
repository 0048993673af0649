import { byId, make, say } from './dom.js';
import { learnNames, time, withNames } from './format.js';
import { startPolling } from './poll.js';
import { showQuota } from './quota.js';
import { showSources } from './sources.js';
import { showErrors, showLookups } from './tables.js';
import { showTiles } from './tiles.js';
import { showTimelines } from './timelines.js';
import { verdictOf } from './verdict.js';

const severities = { CRITICAL: 'Act now', WARNING: 'Warning', INFO: 'Consider' };
let latest;

const polling = startPolling((told) => {
  if (told.data !== undefined) show(told.data);
  else if (told.refused !== undefined) askForKey(told.refused);
  else showFailure(told.failure, told.nextMs);
});

function show(data) {
  latest = data;
  const { sourceAnalytics: numbers, day } = data;
  learnNames(numbers.sources);
  document.body.dataset.state = 'live';
  byId('key').hidden = true;
  byId('outage').hidden = true;
  say(byId('freshness-text'), `Live, ${time(numbers.timestamp)}`);
  showVerdict(numbers);
  showTiles(numbers);
  showSources(numbers);
  showTimelines(numbers);
  showQuota(numbers, day);
  showLookups(numbers);
  showErrors(numbers);
  document.body.dataset.timestamp = numbers.timestamp;
}

function showVerdict(numbers) {
  const { level, words, reason } = verdictOf(numbers);
  byId('verdict').dataset.level = level;
  say(byId('verdict-words'), words);
  say(byId('verdict-reason'), reason);
  document.title = `${words} · asin-gateway`;
  const entries = numbers.recommendations
    .slice(0, 5)
    .map(({ severity, message }) =>
      make(
        'li',
        { 'data-severity': severity },
        make('b', {}, severities[severity]),
        make('span', {}, withNames(message)),
      ),
    );
  byId('advice').replaceChildren(...entries);
}

/** What was last known stays, marked as such. */
function showFailure(failure, nextMs) {
  document.body.dataset.state = 'lost';
  document.title = 'No answer · asin-gateway';
  const next = `Asking again every ${Math.round(nextMs / 1000)} s.`;
  const since = latest === undefined ? '' : ` Everything below is from ${time(latest.sourceAnalytics.timestamp)}.`;
  say(byId('outage'), `The gateway does not answer. ${failure} ${next}${since}`);
  byId('outage').hidden = false;
  say(
    byId('freshness-text'),
    latest === undefined ? 'No answer' : `Last answer ${time(latest.sourceAnalytics.timestamp)}`,
  );
  if (latest !== undefined) return;
  byId('verdict').dataset.level = 'bad';
  say(byId('verdict-words'), 'No numbers yet');
  say(byId('verdict-reason'), 'They appear as soon as the gateway answers.');
}

function askForKey(why) {
  document.body.dataset.state = 'key';
  document.title = 'Key needed · asin-gateway';
  byId('key').hidden = false;
  say(byId('key-status'), why === 'wrong key' ? 'That is not a key of this gateway.' : '');
  byId('key-field').focus();
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = byId('key-field');
  polling.useKey(field.value.trim());
  field.value = '';
});

for (const choice of document.querySelectorAll('[name=window]')) {
  choice.addEventListener('change', () => polling.useWindow(choice.value));
}

// Charts are drawn on canvas, which follows neither the width nor the theme by itself.
function redraw() {
  if (latest === undefined) return;
  showTimelines(latest.sourceAnalytics);
  showQuota(latest.sourceAnalytics, latest.day);
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
new ResizeObserver(redraw).observe(byId('charts'));

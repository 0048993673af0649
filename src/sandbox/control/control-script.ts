/** The script of the control page: it shows the state once a second and sends what the buttons set. */
export const controlScript = `
'use strict';
const main = document.querySelector('main');
const ratings = document.querySelector('#ratings');
const lost = document.querySelector('#lost');
const cards = new Map();
const names = {
  creators: 'Creators API', 'creators-token': 'Creators API tokens', paapi: 'PA-API 5.0',
  spapi: 'SP-API', lwa: 'SP-API tokens', storefront: 'Product and search pages',
};
const faults = [
  ['Slow: 2 s', { kind: 'latency', latencyMs: 2000 }],
  ['Throttle (429)', { kind: 'throttle' }],
  ['429, Retry-After 5 s', { kind: 'throttle', retryAfterSeconds: 5 }],
  ['Outage (503)', { kind: 'outage', status: 503 }],
  ['Failure (500)', { kind: 'outage', status: 500 }],
  ['Reset connection', { kind: 'reset' }],
  ['Hang', { kind: 'hang' }],
  ['Refuse credentials', { kind: 'credentials' }],
  ['Robot check', { kind: 'robot-check' }],
];

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className !== undefined) made.className = className;
  return made;
}

function button(text, act) {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

async function send(method, path, body) {
  try {
    await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    lose(true);
  }
  await refresh();
}

function put(path, body) {
  return send('PUT', path, body);
}

function build(api) {
  const section = element('section');
  const state = element('p', '', 'state');
  state.setAttribute('role', 'status');
  const facts = element('p', '', 'facts');
  const origin = element('p', '', 'facts');
  const last = element('p', '', 'last');
  const healthy = button('No fault', () => send('DELETE', '/faults/' + api));
  healthy.className = 'heal';
  const buttons = element('div', undefined, 'buttons');
  buttons.append(healthy);
  for (const [text, fault] of faults) {
    const one = button(text, () => put('/faults/' + api, fault));
    one.dataset.fault = JSON.stringify(fault);
    buttons.append(one);
  }
  const delay = element('form');
  const label = element('label', 'Latency in ms ');
  const field = element('input');
  field.type = 'number'; field.min = '0'; field.max = '600000'; field.step = '100'; field.value = '500';
  label.append(field);
  const set = element('button', 'Set');
  delay.append(label, set);
  delay.addEventListener('submit', (event) => {
    event.preventDefault();
    put('/faults/' + api, { kind: 'latency', latencyMs: Number(field.value) });
  });
  section.append(element('h2', names[api] ?? api), state, facts, last, origin, buttons, delay);
  main.append(section);
  return { section, state, facts, origin, last, buttons };
}

function wordsFor(fault) {
  const preset = faults.find(([, one]) => JSON.stringify(one) === JSON.stringify(fault));
  if (preset !== undefined) return preset[0];
  return fault.kind === 'latency' ? 'slow, ' + shown(fault.latencyMs) + ' ms' : fault.kind;
}

function shown(number) {
  return Math.round(number).toLocaleString('en-GB');
}

function lastCall({ status, operation, marketplace, about }) {
  const outcome = { reset: 'connection reset', hang: 'no answer', gone: 'client disconnected' }[status] ?? status;
  return ['Last call:', operation, marketplace ?? '', about, '(' + outcome + ')'].filter(Boolean).join(' ');
}

function show(entry) {
  if (!cards.has(entry.api)) cards.set(entry.api, build(entry.api));
  const card = cards.get(entry.api);
  const current = entry.fault === null ? '' : JSON.stringify(entry.fault);
  const text = entry.fault === null ? 'Works normally' : 'Fault: ' + wordsFor(entry.fault);
  if (card.state.textContent !== text) card.state.textContent = text;
  card.section.classList.toggle('bad', entry.fault !== null);
  const calls = shown(entry.calls) + (entry.calls === 1 ? ' call' : ' calls');
  card.facts.textContent = calls + ', ' + shown(entry.refused) + ' refused or failed';
  card.origin.textContent = entry.origin;
  card.last.textContent = entry.last === null ? 'No calls yet' : lastCall(entry.last);
  for (const one of card.buttons.querySelectorAll('button[data-fault]')) {
    one.setAttribute('aria-pressed', String(one.dataset.fault === current));
  }
}

function lose(isLost) {
  document.body.classList.toggle('lost', isLost);
  lost.textContent = isLost ? 'The stand-in does not respond. It may have been stopped.' : '';
}

async function refresh() {
  try {
    const answer = await fetch('/state');
    const state = await answer.json();
    ratings.checked = state.ratings;
    state.apis.forEach(show);
    lose(false);
  } catch {
    lose(true);
  }
}

ratings.addEventListener('change', () => put('/ratings', { given: ratings.checked }));
refresh();
setInterval(refresh, 1000);
`;

/** What runs in the browser on the control page: shows the state once a second, sends what the buttons say. */
export const controlScript = `
'use strict';
const main = document.querySelector('main');
const cards = new Map();
const names = {
  creators: 'Creators API', 'creators-token': 'Creators API tokens', paapi: 'PA-API 5.0',
  spapi: 'SP-API', lwa: 'Login with Amazon (SP-API tokens)', storefront: 'Store pages',
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

async function send(method, api, fault) {
  await fetch('/faults/' + api, {
    method,
    ...(fault === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) }),
  });
  await refresh();
}

function build(api) {
  const section = element('section');
  const state = element('p', '', 'state');
  state.setAttribute('role', 'status');
  const facts = element('p', '', 'facts');
  const last = element('p', '', 'last');
  const healthy = button('Behave', () => send('DELETE', api));
  healthy.className = 'heal';
  const buttons = element('div', undefined, 'buttons');
  buttons.append(healthy);
  for (const [text, fault] of faults) {
    const one = button(text, () => send('PUT', api, fault));
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
    send('PUT', api, { kind: 'latency', latencyMs: Number(field.value) });
  });
  section.append(element('h2', names[api] ?? api), state, facts, last, buttons, delay);
  main.append(section);
  return { section, state, facts, last, buttons };
}

function wordsFor(fault) {
  const preset = faults.find(([, one]) => JSON.stringify(one) === JSON.stringify(fault));
  if (preset !== undefined) return preset[0];
  return fault.kind === 'latency' ? 'slow, ' + fault.latencyMs + ' ms' : fault.kind;
}

function show(entry) {
  if (!cards.has(entry.api)) cards.set(entry.api, build(entry.api));
  const card = cards.get(entry.api);
  const current = entry.fault === null ? '' : JSON.stringify(entry.fault);
  const text = entry.fault === null ? 'Behaving' : 'Misbehaving: ' + wordsFor(entry.fault);
  if (card.state.textContent !== text) card.state.textContent = text;
  card.section.classList.toggle('bad', entry.fault !== null);
  card.facts.textContent = entry.calls + ' calls, ' + entry.refused + ' refused or failed — ' + entry.origin;
  card.last.textContent = entry.last === null ? 'Nothing asked yet.'
    : 'Last: ' + entry.last.status + ' ' + entry.last.operation + ' ' + (entry.last.marketplace ?? '') + ' ' + entry.last.about;
  for (const one of card.buttons.querySelectorAll('button[data-fault]')) {
    one.setAttribute('aria-pressed', String(one.dataset.fault === current));
  }
}

async function refresh() {
  try {
    const answer = await fetch('/state');
    const state = await answer.json();
    state.apis.forEach(show);
    document.body.classList.remove('lost');
  } catch {
    document.body.classList.add('lost');
  }
}

refresh();
setInterval(refresh, 1000);
`;

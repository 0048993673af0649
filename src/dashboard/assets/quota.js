import { byId, make } from './dom.js';
import { colour, lineSeries, plot, xAxis, yAxis } from './plot.js';
import { count, utcTime } from './format.js';

const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;

let drawn;

/** What is left of the day's calls, beside an even pace, and where today's pace leads. */
export function showQuota({ sources, timestamp }, day) {
  const box = byId('quota');
  const sharing = sources.filter(({ quota }) => typeof quota?.perDay === 'number');
  const [first] = sharing;
  if (first === undefined) {
    forget();
    return box.replaceChildren(make('p', { class: 'empty' }, 'No source that is in use has a daily limit.'));
  }
  const { quota } = first;
  const now = new Date(timestamp).getTime();
  const end = new Date(quota.resetsAt).getTime();
  const names = new Set(sharing.map(({ source }) => source));
  const calls = day.timeline.map(({ from, durationMs, sources: parts }) => ({
    until: new Date(from).getTime() + durationMs,
    calls: parts.filter(({ source }) => names.has(source)).reduce((sum, part) => sum + part.calls, 0),
  }));
  const curve = burnDown(quota, calls, { from: end - dayMs, now });
  const ahead = projection(quota, calls, { now, end });
  render(box, { quota, curve, ahead, now, end });
  return undefined;
}

/** Backwards from what is left now, call by call of this process; before its first, the day is a straight line. */
function burnDown({ remainingToday, perDay }, calls, { from, now }) {
  const points = [[now, remainingToday]];
  let left = remainingToday;
  for (const slice of calls.toReversed()) {
    if (slice.until <= from) break;
    if (slice.until < now) points.push([slice.until, left]);
    left = Math.min(perDay, left + slice.calls);
  }
  points.push([from, perDay]);
  return points.toReversed();
}

/** At the pace of the last hour. */
function projection({ remainingToday, spentAt }, calls, { now, end }) {
  if (spentAt !== null) return { at: new Date(spentAt).getTime(), left: 0 };
  const recent = calls.filter(({ until }) => until > now - hourMs).reduce((sum, slice) => sum + slice.calls, 0);
  return { at: end, left: Math.max(0, Math.round(remainingToday - (recent / hourMs) * (end - now))) };
}

function render(box, { quota, curve, ahead, now, end }) {
  const spent = ahead.left === 0 && ahead.at < end;
  const outlook =
    quota.remainingToday === 0
      ? `spent until ${utcTime(end)}`
      : spent
        ? `at this pace spent at ${utcTime(ahead.at)}`
        : `at this pace ${count(ahead.left)} left at ${utcTime(end)}`;
  const lede = make(
    'p',
    { class: 'lede' },
    make('b', { id: 'quota-left' }, count(quota.remainingToday)),
    ` of ${count(quota.perDay)} left, ${outlook}`,
  );
  const data = align(curve, ahead, now, end, quota.perDay);
  const signature = JSON.stringify([box.clientWidth, colour('paper'), quota.perDay, end]);
  if (drawn?.signature === signature) {
    box.firstChild.replaceWith(lede);
    drawn.plot.setData(data);
    drawn.canvas.setAttribute('aria-label', lede.textContent);
    return;
  }
  forget();
  const canvas = make('div', { class: 'plot', role: 'img', 'aria-label': lede.textContent });
  const key = make(
    'p',
    { class: 'keyline' },
    line('', 'left'),
    line('even', 'even pace'),
    line('ahead', 'at this pace'),
  );
  box.replaceChildren(lede, canvas, key);
  const options = {
    height: 190,
    padding: [8, 18, 0, 0],
    cursor: { show: false },
    scales: { x: { time: true, range: [(end - dayMs) / 1000, end / 1000] }, y: { range: [0, quota.perDay * 1.02] } },
    axes: [
      xAxis(true, (_, marks) => marks.map((at) => utcTime(at * 1000).slice(0, 5))),
      yAxis((value) => count(value)),
    ],
    series: [
      {},
      { ...lineSeries('found'), fill: `${colour('found')}1f`, spanGaps: true },
      { ...lineSeries('missing'), spanGaps: true },
      { ...lineSeries('rejected', [4, 4]), spanGaps: true },
    ],
    tzDate: (seconds) => new Date(seconds * 1000),
  };
  drawn = { plot: plot(canvas, options, data), canvas, signature };
}

/** One list of times for three lines. */
function align(curve, ahead, now, end, perDay) {
  const from = end - dayMs;
  const times = [...new Set([...curve.map(([at]) => at), from, now, ahead.at, end])].toSorted((a, b) => a - b);
  const left = new Map(curve);
  const even = new Map([
    [from, perDay],
    [end, 0],
  ]);
  const future = new Map([
    [now, left.get(now)],
    [ahead.at, ahead.left],
  ]);
  return [times.map((at) => at / 1000), ...[left, even, future].map((line) => times.map((at) => line.get(at) ?? null))];
}

function line(kind, text) {
  return make('span', {}, make('i', { class: kind, 'aria-hidden': 'true' }), text);
}

function forget() {
  drawn?.plot.destroy();
  drawn = undefined;
}

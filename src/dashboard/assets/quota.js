/** @import { Day, Quota, Statistics } from './query.js' */
/** @import uPlot from './uplot.js' */
import { byId, make } from './dom.js';
import { count, utcTime } from './format.js';
import { colour, lineSeries, plot, xAxis, yAxis } from './plot.js';

const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;

/** @typedef {{ readonly until: number, readonly calls: number }} Slice calls of this process in a slice of the day */
/** @typedef {Quota & { readonly perDay: number }} DailyQuota */
/** @typedef {readonly (readonly [number, number])[]} Curve calls left by time */
/** @typedef {{ readonly at: number, readonly left: number }} Projection calls left at the end of the day, or its exhaustion */

/** @type {{ readonly plot: uPlot, readonly canvas: HTMLElement, readonly signature: string } | undefined} */
let drawn;

/**
 * The calls left today, beside an even pace and a projection of today's pace.
 *
 * @param {Statistics} statistics
 * @param {Day} day
 */
export function showQuota({ sources, timestamp }, day) {
  const box = byId('quota');
  const limited = sources.flatMap(({ source, quota }) =>
    typeof quota?.perDay === 'number' ? [{ source, quota: { ...quota, perDay: quota.perDay } }] : [],
  );
  const [first] = limited;
  if (first === undefined) {
    removePlot();
    box.replaceChildren(make('p', { class: 'empty' }, 'No active source has a daily limit.'));
    return;
  }
  const { quota } = first;
  const now = new Date(timestamp).getTime();
  const end = new Date(quota.resetsAt).getTime();
  const names = new Set(limited.map(({ source }) => source));
  const calls = day.timeline.map(({ from, durationMs, sources: parts }) => ({
    until: new Date(from).getTime() + durationMs,
    calls: parts.filter(({ source }) => names.has(source)).reduce((sum, part) => sum + part.calls, 0),
  }));
  const curve = burnDown(quota, calls, { from: end - dayMs, now });
  const ahead = projection(quota, calls, { now, end });
  render(box, { quota, curve, ahead, now, end });
}

/**
 * From the calls left now back in time by the calls of this process; before its first slice, a straight line.
 *
 * @param {DailyQuota} quota
 * @param {readonly Slice[]} calls
 * @param {{ readonly from: number, readonly now: number }} range
 * @returns {Curve}
 */
function burnDown({ remainingToday, perDay }, calls, { from, now }) {
  let left = remainingToday ?? 0;
  /** @type {[number, number][]} */
  const points = [[now, left]];
  for (const slice of calls.toReversed()) {
    if (slice.until <= from) break;
    if (slice.until < now) points.push([slice.until, left]);
    left = Math.min(perDay, left + slice.calls);
  }
  points.push([from, perDay]);
  return points.toReversed();
}

/**
 * At the pace of the last hour.
 *
 * @param {DailyQuota} quota
 * @param {readonly Slice[]} calls
 * @param {{ readonly now: number, readonly end: number }} range
 * @returns {Projection}
 */
function projection({ remainingToday, spentAt }, calls, { now, end }) {
  if (spentAt !== null) return { at: new Date(spentAt).getTime(), left: 0 };
  const recent = calls.filter(({ until }) => until > now - hourMs).reduce((sum, slice) => sum + slice.calls, 0);
  return { at: end, left: Math.max(0, Math.round((remainingToday ?? 0) - (recent / hourMs) * (end - now))) };
}

/** @typedef {{ quota: DailyQuota, curve: Curve, ahead: Projection, now: number, end: number }} Chart */

/**
 * @param {HTMLElement} box
 * @param {Chart} chart
 */
function render(box, chart) {
  const { quota, end } = chart;
  const summary = make(
    'p',
    { class: 'lede' },
    make('b', { id: 'quota-left' }, count(quota.remainingToday)),
    ` of ${count(quota.perDay)} left, ${outlook(chart)}${paced(quota)}`,
  );
  const label = summary.textContent;
  const data = align(chart);
  const signature = JSON.stringify([box.clientWidth, colour('paper'), quota.perDay, end]);
  if (drawn?.signature === signature) {
    box.firstChild?.replaceWith(summary);
    drawn.plot.setData(data);
    drawn.canvas.setAttribute('aria-label', label);
    return;
  }
  removePlot();
  const canvas = make('div', { class: 'plot', role: 'img', 'aria-label': label });
  const key = make(
    'p',
    { class: 'keyline' },
    keyEntry('', 'left'),
    keyEntry('even', 'even pace'),
    keyEntry('ahead', 'at this pace'),
  );
  box.replaceChildren(summary, canvas, key);
  drawn = { plot: plot(canvas, optionsOf(chart), data), canvas, signature };
}

/** @param {DailyQuota} quota */
function paced({ pacing, projectedToday }) {
  if (pacing !== 'ACTIVE' || projectedToday === null) return '';
  return `; ${count(projectedToday)} calls at the pace of the last 15 minutes, so calls wait for more products`;
}

/** @param {Chart} chart */
function outlook({ quota, ahead, end }) {
  if (quota.remainingToday === 0) return `used up until ${utcTime(end)}`;
  if (ahead.left === 0 && ahead.at < end) return `at this pace used up at ${utcTime(ahead.at)}`;
  return `at this pace ${count(ahead.left)} left at ${utcTime(end)}`;
}

/**
 * @param {Chart} chart
 * @returns {Omit<uPlot.Options, 'width'>}
 */
function optionsOf({ quota, end }) {
  return {
    height: 190,
    padding: [8, 18, 0, 0],
    cursor: { show: false },
    scales: { x: { time: true, range: [(end - dayMs) / 1000, end / 1000] }, y: { range: [0, quota.perDay * 1.02] } },
    axes: [xAxis(true, (at) => utcTime(at * 1000).slice(0, 5)), yAxis(count)],
    series: [
      {},
      { ...lineSeries('found'), fill: `${colour('found')}1f`, spanGaps: true },
      { ...lineSeries('missing'), spanGaps: true },
      { ...lineSeries('rejected', [4, 4]), spanGaps: true },
    ],
    tzDate: (seconds) => new Date(seconds * 1000),
  };
}

/**
 * One list of times for three lines.
 *
 * @param {Chart} chart
 * @returns {uPlot.AlignedData}
 */
function align({ quota, curve, ahead, now, end }) {
  const from = end - dayMs;
  const times = [...new Set([...curve.map(([at]) => at), from, now, ahead.at, end])].toSorted((a, b) => a - b);
  const left = new Map(curve);
  const even = new Map([
    [from, quota.perDay],
    [end, 0],
  ]);
  const future = new Map([
    [now, left.get(now)],
    [ahead.at, ahead.left],
  ]);
  const lines = [left, even, future].map((line) => times.map((at) => line.get(at) ?? null));
  return [times.map((at) => at / 1000), ...lines];
}

/**
 * @param {string} kind
 * @param {string} text
 */
function keyEntry(kind, text) {
  return make('span', {}, make('i', { class: kind, 'aria-hidden': 'true' }), text);
}

function removePlot() {
  drawn?.plot.destroy();
  drawn = undefined;
}

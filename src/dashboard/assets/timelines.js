/** @import { Statistics } from './query.js' */
/** @import { Chart } from './charts.js' */
/** @import uPlot from './uplot.js' */
import { chartsOf } from './charts.js';
import { byId, inside, make, setText } from './dom.js';
import { shortTime, time } from './format.js';
import { colour, plot, xAxis, yAxis } from './plot.js';

const hint = 'move over a chart, or use the arrow keys on one';

/** @typedef {{ chart: Chart, readonly figure: HTMLElement, readonly box: HTMLElement, readonly plot: uPlot }} Drawn */

/** @type {readonly Drawn[]} */
let drawn = [];
/** @type {string | undefined} */
let drawnSignature;

/**
 * Charts below each other with a common time axis and a common cursor.
 *
 * @param {Statistics} statistics
 */
export function showTimelines(statistics) {
  const cursor = drawn[0]?.plot.cursor.idx ?? null;
  const enabled = statistics.sources.filter((source) => source.enabled).map(({ source }) => source);
  const signature = JSON.stringify([enabled, byId('charts').clientWidth, colour('paper')]);
  const charts = chartsOf(statistics);
  if (signature === drawnSignature) {
    for (const [index, one] of drawn.entries()) update(one, charts[index] ?? one.chart);
  } else drawAll(charts);
  drawnSignature = signature;
  // Without a cursor, the captions show the sums of the window.
  if (cursor === null) for (const one of drawn) caption(one, null);
}

/** @param {readonly Chart[]} charts */
function drawAll(charts) {
  for (const one of drawn) one.plot.destroy();
  byId('charts').replaceChildren();
  drawn = charts.map(drawOne);
}

/**
 * @param {Chart} chart
 * @returns {Drawn}
 */
function drawOne(chart) {
  const box = make('div', { class: 'plot', tabindex: '0', role: 'img', 'aria-label': labelOf(chart) });
  const figure = make('figure', { class: 'chart' }, make('figcaption', {}, make('b', {}, chart.title)), box);
  byId('charts').append(figure);
  /** @type {() => Drawn | undefined} */
  const find = () => drawn.find((one) => one.box === box);
  const made = plot(box, optionsOf(chart, find), [times(chart), ...chart.data]);
  const one = { chart, figure, box, plot: made };
  box.addEventListener('keydown', (event) => moveCursor(event, one));
  return one;
}

/**
 * @param {Chart} chart
 * @param {() => Drawn | undefined} find the chart once it is drawn, with its current data
 * @returns {Omit<uPlot.Options, 'width'>}
 */
function optionsOf(chart, find) {
  return {
    height: chart.height,
    padding: [8, 8, chart.last ? 0 : 4, 0],
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'timelines' }, points: { show: false } },
    scales: {
      x: { time: true, range: (_, low, high) => [low, high + bucketSeconds(find()?.chart ?? chart)] },
      y: { range: (_, __, high) => [0, Math.max(1, high ?? 0) * 1.05] },
    },
    axes: [xAxis(chart.last === true, (at) => shortTime(at * 1000)), yAxis(chart.format)],
    series: [{}, ...chart.series],
    hooks: {
      setCursor: [
        ({ cursor: { idx } }) => {
          const one = find();
          if (one !== undefined) caption(one, idx ?? null);
        },
      ],
      drawAxes: [(made) => circuitBands(made, find()?.chart ?? chart)],
    },
  };
}

/**
 * @param {Drawn} one
 * @param {Chart} chart
 */
function update(one, chart) {
  one.chart = chart;
  one.box.setAttribute('aria-label', labelOf(chart));
  one.plot.setData([times(chart), ...chart.data]);
  caption(one, one.plot.cursor.idx ?? null);
}

/**
 * The width of the last bucket.
 *
 * @param {Chart} chart
 */
function bucketSeconds({ timeline }) {
  return (timeline[0]?.durationMs ?? 0) / 1000;
}

/** @param {Chart} chart */
function times({ timeline }) {
  return timeline.map(({ from }) => new Date(from).getTime() / 1000);
}

/** @param {Chart} chart */
function labelOf({ title, values }) {
  const texts = values(null).map(([, text]) => text);
  return `${title}: ${texts.join(', ')}`;
}

/**
 * @param {Drawn} one
 * @param {number | null} at
 */
function caption({ chart, figure }, at) {
  const bucket = at === null ? undefined : chart.timeline[at];
  const values = chart.values(bucket === undefined ? null : at).map(([name, text]) => {
    const value = make('span', { class: 'value' }, text);
    value.style.setProperty('--swatch', `var(--${name})`);
    return value;
  });
  inside(figure, 'figcaption').replaceChildren(make('b', {}, chart.title), ...values);
  setText(byId('timelines-at'), bucket === undefined ? hint : `at ${time(bucket.from)}`);
}

/**
 * Behind the bars: red while the circuit was open, amber while it was half-open.
 *
 * @param {uPlot} made
 * @param {Chart} chart
 */
function circuitBands(made, { circuits, timeline }) {
  const { ctx, bbox } = made;
  for (const [index, circuit] of circuits.entries()) {
    const bucket = timeline[index];
    if (circuit === 'CLOSED' || bucket === undefined) continue;
    const from = new Date(bucket.from).getTime() / 1000;
    const left = Math.max(bbox.left, made.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, made.valToPos(from + bucket.durationMs / 1000, 'x', true));
    ctx.fillStyle = colour(circuit === 'OPEN' ? 'bad-wash' : 'warn-wash');
    ctx.fillRect(left, bbox.top, Math.max(0, right - left), bbox.height);
  }
}

/**
 * @param {KeyboardEvent} event
 * @param {Drawn} one
 */
function moveCursor(event, { plot: made, chart: { timeline } }) {
  const last = timeline.length - 1;
  const at = made.cursor.idx ?? last + 1;
  const targets = new Map([
    ['Home', 0],
    ['End', last],
    ['ArrowLeft', at - 1],
    ['ArrowRight', at + 1],
  ]);
  const target = targets.get(event.key);
  if (target === undefined) return;
  const bucket = timeline[Math.min(last, Math.max(0, target))];
  if (bucket === undefined) return;
  event.preventDefault();
  const left = made.valToPos(new Date(bucket.from).getTime() / 1000, 'x');
  for (const one of drawn) one.plot.setCursor({ left, top: 5 });
}

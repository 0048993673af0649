import { byId, make, say } from './dom.js';
import { barSeries, colour, lineSeries, plot, xAxis, yAxis } from './plot.js';
import { count, duration, rate, shortTime, sourceName, time } from './format.js';

const outcomes = ['found', 'missing', 'rejected', 'failed'];
const lineColours = ['first', 'second', 'third', 'fourth'];

/** Everything that has been drawn, so that the cursor can be moved on all of it. */
let drawn = [];
let shown;

/** One chart under the other over the same time, with one cursor. */
export function showTimelines({ timeline, sources }) {
  const colourOf = new Map(sources.map(({ source }, index) => [source, lineColours[index % lineColours.length]]));
  const enabled = sources.filter((source) => source.enabled).map(({ source }) => source);
  const kept = drawn[0]?.plot.cursor.idx ?? null;
  const signature = JSON.stringify([enabled, byId('charts').clientWidth, colour('paper')]);
  const charts = [
    ...enabled.map((source) => outcomesOf(source, timeline)),
    latencyOf(enabled, colourOf, timeline),
    depthOf(timeline),
  ];
  if (signature === shown) drawn.forEach((chart, index) => update(chart, charts[index]));
  else drawAll(charts);
  shown = signature;
  // Nobody points at anything: the captions say the sums of the window.
  if (kept === null) drawn.forEach((chart) => caption(chart, null));
}

function outcomesOf(source, timeline) {
  const buckets = timeline.map((bucket) => bucket.sources.find((one) => one.source === source));
  const tops = outcomes.map((_, index) =>
    buckets.map((bucket) => outcomes.slice(0, index + 1).reduce((sum, name) => sum + bucket[name], 0)),
  );
  const circuits = buckets.map(({ circuit }) => circuit);
  const sum = (name, at) =>
    at === null ? buckets.reduce((all, bucket) => all + bucket[name], 0) : (buckets[at]?.[name] ?? 0);
  return {
    title: sourceName(source),
    height: 62,
    timeline,
    circuits,
    data: tops.toReversed(),
    series: outcomes.toReversed().map((name) => barSeries(name)),
    format: (value) => count(value),
    values: (at) => [
      ...outcomes.map((name) => [name, `${name} ${count(sum(name, at))}`]),
      ...(worst(at === null ? circuits : [circuits[at]]) === 'CLOSED'
        ? []
        : [['failed', at === null ? 'circuit opened' : `circuit ${circuits[at].toLowerCase().replace('_', '-')}`]]),
    ],
  };
}

function latencyOf(enabled, colourOf, timeline) {
  const values = enabled.map((source) =>
    timeline.map((bucket) => bucket.sources.find((one) => one.source === source).p95Ms),
  );
  return {
    title: 'p95 of calls',
    height: 92,
    timeline,
    data: values,
    series: enabled.map((source) => lineSeries(colourOf.get(source))),
    format: (value) => duration(value),
    values: (at) =>
      enabled.map((source, index) => [
        colourOf.get(source),
        `${sourceName(source)} ${at === null ? '' : duration(values[index][at])}`,
      ]),
  };
}

function depthOf(timeline) {
  const depth = timeline.map(({ fallbackDepth }) => fallbackDepth);
  return {
    title: 'Fallback depth',
    height: 84,
    timeline,
    last: true,
    data: [depth],
    series: [lineSeries('first')],
    format: (value) => `${value}`,
    values: (at) => [
      [
        'found',
        at === null
          ? 'sources asked for one product'
          : depth[at] === null
            ? 'no product asked for'
            : `${rate(depth[at])} sources asked for one product`,
      ],
    ],
  };
}

function worst(circuits) {
  return circuits.includes('OPEN') ? 'OPEN' : circuits.includes('HALF_OPEN') ? 'HALF_OPEN' : 'CLOSED';
}

function drawAll(charts) {
  drawn.forEach((chart) => chart.plot.destroy());
  byId('charts').replaceChildren();
  drawn = charts.map((chart) => {
    const text = make('figcaption', {}, make('b', {}, chart.title));
    const box = make('div', { class: 'plot', tabindex: '0', role: 'img', 'aria-label': labelOf(chart) });
    byId('charts').append(make('figure', { class: 'chart' }, text, box));
    const one = { ...chart, text, box };
    const options = {
      height: chart.height,
      padding: [8, 8, chart.last ? 0 : 4, 0],
      cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'timelines' }, points: { show: false } },
      scales: {
        x: { time: true, range: (_, low, high) => [low, high + seconds(one)] },
        y: { range: (_, low, high) => [0, Math.max(1, high ?? 0) * 1.05] },
      },
      axes: [xAxis(chart.last === true, (_, marks) => marks.map((at) => shortTime(at * 1000))), yAxis(chart.format)],
      series: [{}, ...chart.series],
      hooks: {
        setCursor: [({ cursor: { idx } }) => caption(one, idx ?? null)],
        drawAxes: [(made) => circuitBands(made, one)],
      },
    };
    one.plot = plot(box, options, [times(chart), ...chart.data]);
    box.addEventListener('keydown', (event) => moveCursor(event, one));
    return one;
  });
}

function update(chart, { data, timeline, values, circuits }) {
  Object.assign(chart, { data, timeline, values, circuits });
  chart.box.setAttribute('aria-label', labelOf(chart));
  chart.plot.setData([times(chart), ...data]);
  caption(chart, chart.plot.cursor.idx ?? null);
}

/** The last slice has a width, too. */
function seconds({ timeline }) {
  return (timeline[0]?.durationMs ?? 0) / 1000;
}

function times({ timeline }) {
  return timeline.map(({ from }) => new Date(from).getTime() / 1000);
}

function labelOf({ title, values }) {
  return `${title}: ${values(null)
    .map(([, text]) => text)
    .join(', ')}`;
}

function caption(chart, at) {
  const index = at !== null && at < chart.timeline.length ? at : null;
  const values = chart.values(index).map(([name, text]) => {
    const value = make('span', { class: 'value' }, text);
    value.style.setProperty('--swatch', `var(--${name})`);
    return value;
  });
  chart.text.replaceChildren(chart.text.firstChild, ...values);
  const from = index === null ? undefined : chart.timeline[index].from;
  say(
    byId('timelines-at'),
    from === undefined ? 'move over a chart, or use the arrow keys on one' : `at ${time(from)}`,
  );
}

/** Behind the bars: red while calls were refused, amber while one was tried. */
function circuitBands(made, { circuits = [], timeline }) {
  const { ctx, bbox } = made;
  circuits.forEach((circuit, index) => {
    if (circuit === 'CLOSED') return;
    const from = new Date(timeline[index].from).getTime() / 1000;
    const left = Math.max(bbox.left, made.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, made.valToPos(from + timeline[index].durationMs / 1000, 'x', true));
    ctx.fillStyle = colour(circuit === 'OPEN' ? 'bad-wash' : 'warn-wash');
    ctx.fillRect(left, bbox.top, Math.max(0, right - left), bbox.height);
  });
}

function moveCursor(event, { plot: made, timeline }) {
  const steps = { ArrowLeft: -1, ArrowRight: 1 };
  const last = timeline.length - 1;
  const at = made.cursor.idx ?? last + 1;
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? last : at + (steps[event.key] ?? 0);
  if (next === at) return;
  event.preventDefault();
  const index = Math.min(last, Math.max(0, next));
  const left = made.valToPos(new Date(timeline[index].from).getTime() / 1000, 'x');
  for (const chart of drawn) chart.plot.setCursor({ left, top: 5 });
}

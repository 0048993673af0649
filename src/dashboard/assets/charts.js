/** @import { Bucket, SourceReport, Statistics } from './query.js' */
/** @import uPlot from './uplot.js' */
import { count, duration, rate, sourceLabel } from './format.js';
import { barSeries, lineSeries } from './plot.js';

/** @typedef {SourceReport['circuit']} CircuitState */

/**
 * A chart of the timeline. `values` returns the caption at a bucket, or for the whole window, as colour and text.
 *
 * @typedef {object} Chart
 * @property {string} title
 * @property {number} height
 * @property {readonly Bucket[]} timeline
 * @property {readonly CircuitState[]} circuits by bucket; empty where circuits are not shown
 * @property {(number | null)[][]} data
 * @property {uPlot.Series[]} series
 * @property {(value: number) => string} format
 * @property {(at: number | null) => readonly (readonly [colour: string, text: string])[]} values
 * @property {boolean} [last]
 */

const outcomes = /** @type {const} */ (['found', 'missing', 'rejected', 'failed']);
const lineColours = /** @type {const} */ (['first', 'second', 'third', 'fourth']);

/**
 * The charts for all enabled sources.
 *
 * @param {Statistics} statistics
 * @returns {readonly Chart[]}
 */
export function chartsOf({ timeline, sources }) {
  const lines = sources.flatMap(({ source, enabled }, index) => {
    const lineColour = lineColours[index % lineColours.length] ?? 'first';
    return enabled ? [{ source, lineColour }] : [];
  });
  const outcomeCharts = lines.map(({ source }) => outcomesOf(source, timeline));
  return [...outcomeCharts, latencyOf(lines, timeline), depthOf(timeline)];
}

/**
 * @param {string} source
 * @param {readonly Bucket[]} timeline
 * @returns {Chart}
 */
function outcomesOf(source, timeline) {
  const buckets = timeline.map((bucket) => bucket.sources.find((one) => one.source === source));
  const tops = outcomes.map((_, index) =>
    buckets.map((bucket) => outcomes.slice(0, index + 1).reduce((sum, name) => sum + (bucket?.[name] ?? 0), 0)),
  );
  const circuits = buckets.map((bucket) => bucket?.circuit ?? 'CLOSED');
  /**
   * @param {(typeof outcomes)[number]} name
   * @param {number | null} at
   */
  const sum = (name, at) =>
    (at === null ? buckets : [buckets[at]]).reduce((all, bucket) => all + (bucket?.[name] ?? 0), 0);
  return {
    title: sourceLabel(source),
    height: 62,
    timeline,
    circuits,
    data: tops.toReversed(),
    series: outcomes.toReversed().map((name) => barSeries(name)),
    format: count,
    values: (at) => [
      ...outcomes.map((name) => /** @type {const} */ ([name, `${name} ${count(sum(name, at))}`])),
      ...circuitText(circuits, at),
    ],
  };
}

/**
 * @param {readonly CircuitState[]} circuits
 * @param {number | null} at
 * @returns {readonly (readonly [colour: string, text: string])[]}
 */
function circuitText(circuits, at) {
  if (at === null) return circuits.some((state) => state !== 'CLOSED') ? [['failed', 'circuit opened']] : [];
  const state = circuits[at] ?? 'CLOSED';
  return state === 'CLOSED' ? [] : [['failed', `circuit ${state.toLowerCase().replace('_', '-')}`]];
}

/**
 * @param {readonly { readonly source: string, readonly lineColour: string }[]} lines
 * @param {readonly Bucket[]} timeline
 * @returns {Chart}
 */
function latencyOf(lines, timeline) {
  const data = lines.map(({ source }) =>
    timeline.map((bucket) => bucket.sources.find((one) => one.source === source)?.p95Ms ?? null),
  );
  return {
    title: 'p95 of calls',
    height: 92,
    timeline,
    circuits: [],
    data,
    series: lines.map(({ lineColour }) => lineSeries(lineColour)),
    format: duration,
    values: (at) =>
      lines.map(({ source, lineColour }, index) => [
        lineColour,
        at === null ? sourceLabel(source) : `${sourceLabel(source)} ${duration(data[index]?.[at])}`,
      ]),
  };
}

/**
 * @param {readonly Bucket[]} timeline
 * @returns {Chart}
 */
function depthOf(timeline) {
  const depth = timeline.map(({ fallbackDepth }) => fallbackDepth);
  /** @param {number | null} at */
  const text = (at) => {
    if (at === null) return 'sources called per product';
    const value = depth[at] ?? null;
    return value === null ? 'no product lookups' : `${rate(value)} sources called per product`;
  };
  return {
    title: 'Fallback depth',
    height: 84,
    timeline,
    circuits: [],
    last: true,
    data: [depth],
    series: [lineSeries('first')],
    format: rate,
    values: (at) => [['first', text(at)]],
  };
}

import uPlot from './uplot.js';

/**
 * The value of a colour in the current theme.
 *
 * @param {string} name
 */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const font = '11px system-ui, sans-serif';

/**
 * A time axis in the colours of the page.
 *
 * @param {boolean} show
 * @param {(at: number) => string} format the label at a time in seconds since the epoch
 * @returns {uPlot.Axis}
 */
export function xAxis(show, format) {
  return {
    show,
    stroke: colour('soft'),
    font,
    size: show ? 24 : 0,
    gap: 4,
    space: 70,
    ticks: { show: false },
    grid: { show: false },
    values: (_, marks) => marks.map(format),
  };
}

/**
 * A value axis with a faint grid.
 *
 * @param {(value: number) => string} format
 * @returns {uPlot.Axis}
 */
export function yAxis(format) {
  return {
    stroke: colour('soft'),
    font,
    size: 52,
    gap: 6,
    space: 24,
    ticks: { show: false },
    grid: { stroke: colour('line'), width: 1 },
    values: (_, marks) => marks.map(format),
  };
}

/**
 * Bars for a stack: each series is drawn from zero to its top, the tallest first.
 *
 * @param {string} name
 * @returns {uPlot.Series}
 */
export function barSeries(name) {
  const paths = uPlot.paths.bars?.({ size: [0.86, 40], align: 1 });
  return {
    stroke: colour(name),
    fill: colour(name),
    width: 0,
    points: { show: false },
    ...(paths && { paths }),
  };
}

/**
 * A line with gaps where values are absent, and with a point for a value without neighbours.
 *
 * @param {string} name
 * @param {number[]} [dash]
 * @returns {uPlot.Series}
 */
export function lineSeries(name, dash) {
  return {
    stroke: colour(name),
    width: 1.75,
    points: { show: true, size: 3, fill: colour(name), stroke: colour(name), filter: isolated },
    ...(dash && { dash }),
  };
}

/**
 * The values without neighbours, which a line does not show.
 *
 * @param {uPlot} plot
 * @param {number} series
 * @param {boolean} show
 */
function isolated(plot, series, show) {
  if (!show) return null;
  const data = plot.data[series] ?? [];
  return [...data].flatMap((value, index) =>
    value !== null && (data[index - 1] ?? null) === null && (data[index + 1] ?? null) === null ? [index] : [],
  );
}

/**
 * A chart as wide as `box`. The caller replaces it when the theme or the width changes.
 *
 * @param {HTMLElement} box
 * @param {Omit<uPlot.Options, 'width'>} options
 * @param {uPlot.AlignedData} data
 */
export function plot(box, options, data) {
  return new uPlot({ width: box.clientWidth, legend: { show: false }, ...options }, data, box);
}

import uPlot from './uplot.js';

/** The colour that a name has in the theme in force. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const font = '11px system-ui, sans-serif';

/** Axes in the page's own colours; `size` is what the axis takes of the plot, in pixels. */
export function xAxis(show, values) {
  return {
    show,
    stroke: colour('soft'),
    font,
    size: show ? 24 : 0,
    gap: 4,
    space: 70,
    ticks: { show: false },
    grid: { show: false },
    ...(values && { values }),
  };
}

/** The y axis has its marks on a faint grid. */
export function yAxis(values) {
  return {
    stroke: colour('soft'),
    font,
    size: 44,
    gap: 6,
    space: 24,
    ticks: { show: false },
    grid: { stroke: colour('line'), width: 1 },
    values: (_, marks) => marks.map(values),
  };
}

/** Stacked bars: each series is drawn from the ground to its top, the tallest first. */
export function barSeries(name) {
  return {
    stroke: colour(name),
    fill: colour(name),
    width: 0,
    points: { show: false },
    paths: uPlot.paths.bars({ size: [0.86, 40], align: 1 }),
  };
}

/** A line; gaps in the data are gaps in the line, and a lonely value is a point. */
export function lineSeries(name, dash) {
  return {
    stroke: colour(name),
    width: 1.75,
    points: { show: true, size: 3, fill: colour(name), stroke: colour(name), filter: lonely },
    ...(dash && { dash }),
  };
}

/** Only values without a neighbour, which no line would show. */
function lonely(plot, series, show) {
  if (!show) return null;
  const data = plot.data[series];
  return data.flatMap((value, index) =>
    value !== null && (data[index - 1] ?? null) === null && (data[index + 1] ?? null) === null ? [index] : [],
  );
}

/** A chart as wide as `box`. It is made anew when the theme or the width changes, by whoever calls this. */
export function plot(box, options, data) {
  const made = new uPlot({ width: box.clientWidth, legend: { show: false }, ...options }, data, box);
  return made;
}

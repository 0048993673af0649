import { byId, draw, make, say } from './dom.js';
import { count, duration, nothing, percent, rate } from './format.js';

const answers = ['fresh', 'stale', 'partial', 'missing', 'failed'];

/** The four numbers, with what they were before. */
export function showTiles({ operations, cache, timeline, timestamp }) {
  const total = (bucket) => Object.values(bucket.operations).reduce((sum, part) => sum + part, 0);
  fill('tile-rate', rate(perSecond(timeline, total, new Date(timestamp).getTime())), outcomes(operations));
  spark('tile-rate', timeline.map(total));

  const asked = answers.reduce((sum, name) => sum + operations.answers[name], 0);
  const got = asked === 0 ? nothing : percent(1 - operations.answers.failed / asked);
  fill('tile-answers', got, asked === 0 ? 'No product has been asked for' : `of ${count(asked)} asked for`);
  shares(operations.answers, asked);

  const { latency } = operations;
  const rest =
    latency === null
      ? 'No operation yet'
      : `half within ${duration(latency.p50Ms)}, 99 of 100 within ${duration(latency.p99Ms)}`;
  fill('tile-p95', duration(latency?.p95Ms), rest);
  spark(
    'tile-p95',
    timeline.map(({ operationP95Ms }) => operationP95Ms),
  );

  const looked = cache.hits + cache.staleHits + cache.misses;
  const held = cache.size === null ? '' : `, ${count(cache.size)} held`;
  const note =
    looked === 0
      ? `Nothing was looked for${held}`
      : `${count(cache.hits)} of ${count(looked)}, ${count(cache.staleHits)} more stale${held}`;
  fill('tile-cache', percent(cache.hitRate), note);
  spark(
    'tile-cache',
    timeline.map(({ cache: { fresh, stale, missed } }) => share(fresh, fresh + stale + missed)),
  );
}

function outcomes({ total, partial, failed, refused }) {
  const bad = [
    partial > 0 && `${count(partial)} in part`,
    failed > 0 && `${count(failed)} failed`,
    refused > 0 && `${count(refused)} refused`,
  ];
  if (total === 0) return 'Nothing was asked in this time';
  return [`${count(total)} in all`, ...bad.filter(Boolean)].join(', ');
}

/** Over the time since the first operation in the window: a window that began before the process did is no measure. */
function perSecond(timeline, total, now) {
  const first = timeline.find((bucket) => total(bucket) > 0);
  if (first === undefined) return 0;
  const seconds = Math.max(1, (now - new Date(first.from).getTime()) / 1000);
  return timeline.reduce((sum, bucket) => sum + total(bucket), 0) / seconds;
}

function share(part, whole) {
  return whole === 0 ? null : part / whole;
}

function fill(id, figure, note) {
  const tile = byId(id);
  say(tile.querySelector('.figure'), figure);
  say(tile.querySelector('.note'), note);
}

function spark(id, values) {
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known, 0) || 1;
  const at = (index) => ((index / Math.max(1, values.length - 1)) * 100).toFixed(2);
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${at(index)},${(35 - (value / most) * 33).toFixed(2)}`],
  );
  const svg = draw('svg', { viewBox: '0 0 100 36', preserveAspectRatio: 'none' });
  if (points.length > 1) {
    const [first, last] = [points[0].split(',')[0], points.at(-1).split(',')[0]];
    svg.append(draw('path', { class: 'area', d: `M${first},36L${points.join('L')}L${last},36Z` }));
    svg.append(draw('path', { d: `M${points.join('L')}` }));
  }
  byId(id).querySelector('.spark').replaceChildren(svg);
}

function shares(counts, asked) {
  const tile = byId('tile-answers');
  const svg = draw('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none' });
  let x = 0;
  for (const name of answers) {
    const width = asked === 0 ? 0 : (counts[name] / asked) * 100;
    svg.append(draw('rect', { class: name, x, y: 0, width, height: 8 }));
    x += width;
  }
  tile.querySelector('.share').replaceChildren(svg);
  const entries = answers.map((name) =>
    make('div', {}, make('dt', { class: name }, name), make('dd', {}, count(counts[name]))),
  );
  tile.querySelector('.legend').replaceChildren(...entries);
}

/** @import { Bucket, Statistics } from './query.js' */
import { byId, draw, inside, make, setText } from './dom.js';
import { count, duration, nothing, percent, rate } from './format.js';

const answers = /** @type {const} */ (['fresh', 'stale', 'partial', 'missing', 'failed']);

/**
 * The four key figures, with their course over the window.
 *
 * @param {Statistics} statistics
 */
export function showTiles({ operations, cache, timeline, timestamp }) {
  fill('tile-rate', rate(perSecond(timeline, new Date(timestamp).getTime())), outcomes(operations));
  spark('tile-rate', timeline.map(totalOf));

  const lookups = answers.reduce((sum, name) => sum + operations.answers[name], 0);
  const answered = lookups === 0 ? nothing : percent(1 - operations.answers.failed / lookups);
  const all = `of ${count(lookups)} ${lookups === 1 ? 'lookup' : 'lookups'}`;
  fill('tile-answers', answered, lookups === 0 ? 'No product lookups' : all);
  shares(operations.answers, lookups);

  const { latency } = operations;
  const others = latency === null ? 'No operations' : `p50 ${duration(latency.p50Ms)}, p99 ${duration(latency.p99Ms)}`;
  fill('tile-p95', duration(latency?.p95Ms), others);
  spark(
    'tile-p95',
    timeline.map(({ operationP95Ms }) => operationP95Ms),
  );

  const reads = cache.hits + cache.staleHits + cache.misses;
  const size = cache.size === null ? '' : `, ${count(cache.size)} entries`;
  const note =
    reads === 0
      ? `No cache lookups${size}`
      : `${count(cache.hits)} of ${count(reads)}, ${count(cache.staleHits)} more stale${size}`;
  fill('tile-cache', percent(cache.hitRate), note);
  spark(
    'tile-cache',
    timeline.map(({ cache: { fresh, stale, missed } }) => share(fresh, fresh + stale + missed)),
  );
}

/** @param {Bucket} bucket */
function totalOf({ operations: { ok, partial, failed, refused } }) {
  return ok + partial + failed + refused;
}

/** @param {Statistics['operations']} operations */
function outcomes({ total, partial, failed, refused }) {
  if (total === 0) return 'No operations';
  const parts = [
    `${count(total)} in total`,
    partial > 0 && `${count(partial)} partial`,
    failed > 0 && `${count(failed)} failed`,
    refused > 0 && `${count(refused)} refused`,
  ];
  return parts.filter(Boolean).join(', ');
}

/**
 * Per second since the first operation in the window, because the window may begin before the process did.
 *
 * @param {readonly Bucket[]} timeline
 * @param {number} now
 */
function perSecond(timeline, now) {
  const first = timeline.find((bucket) => totalOf(bucket) > 0);
  if (first === undefined) return 0;
  const seconds = Math.max(1, (now - new Date(first.from).getTime()) / 1000);
  return timeline.reduce((sum, bucket) => sum + totalOf(bucket), 0) / seconds;
}

/**
 * @param {number} part
 * @param {number} all
 */
function share(part, all) {
  return all === 0 ? null : part / all;
}

/**
 * @param {string} id
 * @param {string} figure
 * @param {string} note
 */
function fill(id, figure, note) {
  const tile = byId(id);
  setText(inside(tile, '.figure'), figure);
  setText(inside(tile, '.note'), note);
}

/**
 * @param {string} id
 * @param {readonly (number | null)[]} values
 */
function spark(id, values) {
  const most = Math.max(...values.filter((value) => value !== null), 0) || 1;
  const points = values.flatMap((value, index) => {
    if (value === null) return [];
    const x = ((index / Math.max(1, values.length - 1)) * 100).toFixed(2);
    return [{ x, at: `${x},${(35 - (value / most) * 33).toFixed(2)}` }];
  });
  const svg = draw('svg', { viewBox: '0 0 100 36', preserveAspectRatio: 'none' });
  const [first, last] = [points[0], points.at(-1)];
  if (first !== undefined && last !== undefined && points.length > 1) {
    const line = points.map(({ at }) => at).join('L');
    svg.append(draw('path', { class: 'area', d: `M${first.x},36L${line}L${last.x},36Z` }));
    svg.append(draw('path', { d: `M${line}` }));
  }
  inside(byId(id), '.spark').replaceChildren(svg);
}

/**
 * @param {Statistics['operations']['answers']} counts
 * @param {number} lookups
 */
function shares(counts, lookups) {
  const tile = byId('tile-answers');
  const svg = draw('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none' });
  let x = 0;
  for (const name of answers) {
    const width = lookups === 0 ? 0 : (counts[name] / lookups) * 100;
    svg.append(draw('rect', { class: name, x, y: 0, width, height: 8 }));
    x += width;
  }
  inside(tile, '.share').replaceChildren(svg);
  const entries = answers.map((name) =>
    make('div', {}, make('dt', { class: name }, name), make('dd', {}, count(counts[name]))),
  );
  inside(tile, '.legend').replaceChildren(...entries);
}

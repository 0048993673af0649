/** @import { Statistics } from './query.js' */
import { count, duration, listOf, percent, sourceLabel } from './format.js';

/** @typedef {'good' | 'warn' | 'bad' | 'none'} Level */
/** @typedef {{ readonly level: Level, readonly title: string, readonly reason: string }} Status */

/**
 * The state of the gateway in words. Only the worst fault is named; the others are in the list of advice.
 *
 * @param {Statistics} statistics
 * @returns {Status}
 */
export function statusOf({ operations, sources, cache, recommendations }) {
  const enabled = sources.filter((source) => source.enabled);
  const { fresh, stale, partial, missing, failed } = operations.answers;
  const answers = fresh + stale + partial + missing + failed;
  const open = enabled.filter(({ circuit }) => circuit === 'OPEN');
  const called = sources.reduce((sum, { totalRequests }) => sum + totalRequests, 0);

  if (enabled.length > 0 && open.length === enabled.length) {
    const cached = cache.hits + cache.staleHits > 0 ? ' Cached products are still served.' : '';
    return status('bad', 'No source answers', `The circuit of every source is open.${cached}`);
  }
  if (answers >= 5 && failed / answers > 0.5) {
    return status('bad', 'Most lookups fail', `${count(failed)} of ${count(answers)} lookups failed.`);
  }
  const critical = recommendations.find(({ severity }) => severity === 'CRITICAL');
  if (critical !== undefined) {
    const title = critical.source === null ? 'Action needed' : `Action needed for ${sourceLabel(critical.source)}`;
    const others = enabled.filter(
      ({ source, circuit, successRate }) =>
        source !== critical.source && circuit !== 'OPEN' && (successRate ?? 0) > 0.5,
    );
    const names = listOf(others.map(({ source }) => sourceLabel(source)));
    const meanwhile = `Meanwhile ${names} ${others.length === 1 ? 'answers' : 'answer'}.`;
    return status('bad', title, others.length === 0 ? 'No other source answers.' : meanwhile);
  }
  if (answers >= 5 && failed / answers > 0.02) {
    return status('warn', 'Some lookups fail', `${count(failed)} of ${count(answers)} lookups failed.`);
  }
  if (operations.total >= 5 && operations.failed / operations.total > 0.02) {
    const reason = `${count(operations.failed)} of ${count(operations.total)} operations returned nothing but errors.`;
    return status('warn', 'Some operations fail', reason);
  }
  if (open.length > 0) {
    const names = listOf(open.map(({ source }) => sourceLabel(source)));
    return status('warn', `Answering without ${names}`, 'The other sources and the cache answer instead.');
  }
  if (recommendations.some(({ severity }) => severity === 'WARNING')) {
    return status('warn', 'Answering, with a warning', summary(operations, answers, fresh));
  }
  if (operations.total === 0 && called === 0) {
    return status('none', 'Ready', 'There were no requests in this window. Send one in GraphiQL to see it here.');
  }
  return status('good', 'All is well', summary(operations, answers, fresh));
}

/**
 * @param {Level} level
 * @param {string} title
 * @param {string} reason
 * @returns {Status}
 */
function status(level, title, reason) {
  return { level, title, reason };
}

/**
 * @param {Statistics['operations']} operations
 * @param {number} answers
 * @param {number} fresh
 */
function summary({ total, latency }, answers, fresh) {
  const operations = `${count(total)} ${total === 1 ? 'operation' : 'operations'}`;
  const share = answers === 0 ? '' : `, ${percent(fresh / answers)} of the products fresh`;
  return `${operations}${share}${latency === null ? '' : `, p95 ${duration(latency.p95Ms)}`}.`;
}

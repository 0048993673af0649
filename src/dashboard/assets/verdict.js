import { count, duration, listOf, percent, sourceName } from './format.js';

/**
 * Whether all is well, in words, and why: `{ level, words, reason }`. The worst that is true is said; everything else
 * is in the list of what to do.
 */
export function verdictOf({ operations, sources, cache, recommendations }) {
  const enabled = sources.filter((source) => source.enabled);
  const { fresh, stale, partial, missing, failed } = operations.answers;
  const answers = fresh + stale + partial + missing + failed;
  const open = enabled.filter(({ circuit }) => circuit === 'OPEN');
  const called = sources.reduce((sum, { totalRequests }) => sum + totalRequests, 0);

  if (enabled.length > 0 && open.length === enabled.length) {
    const kept = cache.hits + cache.staleHits > 0 ? ' What the cache holds is still served.' : '';
    return say('bad', 'No source answers', `Every source failed too often and is left alone for a while.${kept}`);
  }
  if (answers >= 5 && failed / answers > 0.5) {
    return say('bad', 'Most products cannot be had', `${count(failed)} of ${count(answers)} lookups failed.`);
  }
  const critical = recommendations.find(({ severity }) => severity === 'CRITICAL');
  if (critical !== undefined) {
    const who = critical.source === null ? 'The gateway needs you' : `${sourceName(critical.source)} is of no use`;
    const others = enabled.filter(
      ({ source, circuit, successRate }) =>
        source !== critical.source && circuit !== 'OPEN' && (successRate ?? 0) > 0.5,
    );
    const names = listOf(others.map(({ source }) => sourceName(source)));
    const meanwhile = `Meanwhile ${names} ${others.length === 1 ? 'answers' : 'answer'}.`;
    return say('bad', who, others.length === 0 ? 'Nothing has stood in for it yet.' : meanwhile);
  }
  if (answers >= 5 && failed / answers > 0.02) {
    return say('warn', 'Some products cannot be had', `${count(failed)} of ${count(answers)} lookups failed.`);
  }
  if (operations.total >= 5 && operations.failed / operations.total > 0.02) {
    const share = `${count(operations.failed)} of ${count(operations.total)} operations got nothing but errors.`;
    return say('warn', 'Some operations fail', share);
  }
  if (open.length > 0) {
    const names = listOf(open.map(({ source }) => sourceName(source)));
    return say('warn', `Answering without ${names}`, 'The other sources and the cache stand in.');
  }
  if (recommendations.some(({ severity }) => severity === 'WARNING')) {
    return say('warn', 'Answering, with a warning', summary(operations, answers, fresh));
  }
  if (operations.total === 0 && called === 0) {
    return say(
      'none',
      'Ready when you are',
      'Nothing was asked in this time. Ask in GraphiQL, and it shows here within seconds.',
    );
  }
  return say('good', 'All is well', summary(operations, answers, fresh));
}

function say(level, words, reason) {
  return { level, words, reason };
}

function summary({ total, latency }, answers, fresh) {
  const asked = `${count(total)} ${total === 1 ? 'operation' : 'operations'}`;
  const share = answers === 0 ? '' : `, ${percent(fresh / answers)} of their products fresh`;
  return `${asked}${share}${latency === null ? '' : `, 95 of 100 within ${duration(latency.p95Ms)}`}.`;
}

const everyMs = 5_000;
const longestMs = 60_000;

const query = `query Dashboard($window: AnalyticsWindow!) {
  sourceAnalytics(window: $window) {
    timestamp
    operations { total ok partial failed refused latency { p50Ms p95Ms p99Ms } answers { fresh stale partial missing failed } }
    cache { size hits staleHits misses hitRate }
    sources {
      source label enabled totalRequests successes successRate latency { p50Ms p95Ms p99Ms } circuit itemsPerCall
      quota { perSecond perDay usedToday remainingToday resetsAt spentAt } lastError { code message at }
    }
    timeline {
      from durationMs operationP95Ms fallbackDepth operations { ok partial failed refused }
      cache { fresh stale missed } sources { source found missing rejected failed skipped p95Ms circuit }
    }
    recentLookups(first: 30) { at asin marketplace outcome cacheStatus attempts { source outcome code durationMs } }
    errors { source marketplace code count message lastAt }
    recommendations { severity source message }
  }
  day: sourceAnalytics(window: LAST_DAY) { timeline { from durationMs sources { source calls } } }
}`;

/**
 * Asks for the numbers every five seconds, less often while nobody answers, and not at all in a hidden tab. `told` is
 * called with `{ data }`, `{ refused }` when a key is needed, or `{ failure, nextMs }`.
 */
export function startPolling(told) {
  let key;
  let window = 'LAST_5_MINUTES';
  let failures = 0;
  let timer;
  let asking = 0;

  async function ask() {
    clearTimeout(timer);
    const turn = ++asking;
    const result = await fetchNumbers(window, key);
    // Another question has been asked since, by a click or a return to the tab: its answer is the one to show.
    if (turn !== asking) return;
    failures = result.failure === undefined ? 0 : failures + 1;
    const nextMs = Math.min(longestMs, everyMs * 2 ** Math.max(0, failures - 1));
    told({ ...result, nextMs });
    if (result.refused === undefined && !document.hidden) timer = setTimeout(() => void ask(), nextMs);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer);
    else if (asking > 0) void ask();
  });
  addEventListener('online', () => void ask());
  // The page itself came with the 401: asking without a key would only get another.
  if (performance.getEntriesByType('navigation')[0]?.responseStatus === 401) told({ refused: 'no key' });
  else void ask();
  return {
    useKey(text) {
      key = text;
      void ask();
    },
    useWindow(name) {
      window = name;
      void ask();
    },
  };
}

async function fetchNumbers(window, key) {
  try {
    const answer = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
      body: JSON.stringify({ query, operationName: 'Dashboard', variables: { window } }),
      signal: AbortSignal.timeout(4_500),
    });
    if (answer.status === 401) return { refused: key === undefined ? 'no key' : 'wrong key' };
    if (!answer.ok) return { failure: `It answered with status ${answer.status}.` };
    const { data } = await answer.json();
    return data?.sourceAnalytics ? { data } : { failure: 'It answered without the numbers.' };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { failure: late ? 'It took longer than 4.5 seconds.' : 'It cannot be reached.' };
  }
}

/** @import { Answer, Window } from './query.js' */
import { query } from './query.js';

const intervalMs = 5_000;
const longestIntervalMs = 60_000;
const timeoutMs = 4_500;

/**
 * The result of one request: data, the need for a key, or a failure.
 *
 * @typedef {{ readonly kind: 'data', readonly data: Answer }
 *   | { readonly kind: 'key-needed', readonly complaint: string }
 *   | { readonly kind: 'failure', readonly message: string }} Result
 */

const wrongKey = 'This key is not valid.';
const wrongRole = 'The role of this key is client. The dashboard needs a key with the role admin.';

/**
 * Requests the statistics every five seconds, less often while requests fail, and never in a hidden tab.
 *
 * @param {(result: Result, nextMs: number) => void} onResult
 */
export function startPolling(onResult) {
  /** @type {string | undefined} */
  let key;
  /** @type {Window} */
  let window = 'LAST_5_MINUTES';
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let lastRequest = 0;

  async function poll() {
    clearTimeout(timer);
    const request = ++lastRequest;
    const result = await fetchStatistics(window, key);
    // A later request, caused by a click or by a return to the tab, replaces this one.
    if (request !== lastRequest) return;
    failures = result.kind === 'failure' ? failures + 1 : 0;
    const nextMs = Math.min(longestIntervalMs, intervalMs * 2 ** Math.max(0, failures - 1));
    onResult(result, nextMs);
    if (result.kind !== 'key-needed' && !document.hidden) timer = setTimeout(() => void poll(), nextMs);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer);
    else if (lastRequest > 0) void poll();
  });
  addEventListener('online', () => void poll());
  // The page itself was refused: a request without another key would be, too.
  const [navigation] = performance.getEntriesByType('navigation');
  const status = navigation instanceof PerformanceNavigationTiming ? navigation.responseStatus : undefined;
  if (status === 401) onResult({ kind: 'key-needed', complaint: '' }, intervalMs);
  else if (status === 403) onResult({ kind: 'key-needed', complaint: wrongRole }, intervalMs);
  else void poll();
  return {
    /** @param {string} text */
    useKey(text) {
      key = text;
      void poll();
    },
    /** @param {Window} name */
    useWindow(name) {
      window = name;
      void poll();
    },
  };
}

/**
 * @param {Window} window
 * @param {string | undefined} key
 * @returns {Promise<Result>}
 */
async function fetchStatistics(window, key) {
  try {
    const response = await fetch('graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
      body: JSON.stringify({ query, operationName: 'Dashboard', variables: { window } }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) return { kind: 'key-needed', complaint: key === undefined ? '' : wrongKey };
    if (!response.ok) return { kind: 'failure', message: `It answered with status ${response.status}.` };
    /** @type {{ readonly data?: Answer | null, readonly errors?: readonly { extensions?: { code?: string } }[] }} */
    const { data, errors } = await response.json();
    if (errors?.[0]?.extensions?.code === 'FORBIDDEN') return { kind: 'key-needed', complaint: wrongRole };
    return data ? { kind: 'data', data } : { kind: 'failure', message: 'Its answer contains no statistics.' };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    const message = late ? `It did not answer within ${timeoutMs / 1000} seconds.` : 'It cannot be reached.';
    return { kind: 'failure', message };
  }
}

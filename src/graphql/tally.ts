import type { Analytics } from '../analytics/snapshot.ts';
import type { Answer, Attempt, Catalog, SearchAnswer } from '../catalog/answer.ts';

/** How many ASINs a full call of a source carries. */
export type CallSize = (source: Attempt['source']) => number;

/** What one operation was told, and what that took. */
export interface Tally {
  /** Wall clock until which all of it holds; 0 when some of it must not be kept, `undefined` when nothing was told. */
  readonly holdsUntil: number | undefined;
  /** Upstream calls it would have taken with nothing remembered. */
  requestedCalls: number;
  /**
   * Full upstream calls that what was asked live comes to. Calls are shared by all operations, so that this is the
   * operation's share, rounded up by source and store.
   */
  usedCalls(callSize: CallSize): number;
  /** The same catalog, watched. */
  catalog(catalog: Catalog): Catalog;
  /** The same statistics, watched. */
  analytics(analytics: Analytics): Analytics;
}

/** Nobody says how long an absence holds: as long as the catalog believes one that it is not sure of. */
const absenceMs = 60_000;
const searchPageSize = 10;

/** Failures of a source that was not called. */
const withoutCall: ReadonlySet<string | undefined> = new Set(['BUSY', 'DAY_QUOTA', 'DEADLINE', 'CIRCUIT_OPEN']);

/** Starts a tally. @param now wall clock */
export function createTally(now: () => number): Tally {
  let holdsUntil: number | undefined;
  let searchCalls = 0;
  const asked = new Map<string, { readonly source: Attempt['source']; readonly asins: Set<string> }>();

  const hold = (until: number) => {
    holdsUntil = Math.min(holdsUntil ?? Infinity, until);
  };

  function noteAnswer(answer: Answer): void {
    hold(keptUntil(answer, now()));
    const asin = answer.kind === 'product' ? answer.product.asin : answer.asin;
    const marketplace = answer.kind === 'product' ? answer.product.marketplace : answer.marketplace;
    if (answer.kind === 'product' && answer.cacheStatus !== 'LIVE') return;
    for (const { source, outcome, code } of answer.attempts) {
      if (outcome === 'SKIPPED' || withoutCall.has(code)) continue;
      const key = `${source}:${marketplace}`;
      const group = asked.get(key) ?? { source, asins: new Set() };
      asked.set(key, { source, asins: group.asins.add(asin) });
    }
  }

  function noteSearch(answer: SearchAnswer): void {
    if (answer.kind !== 'hits' || answer.cacheStatus === 'STALE') return hold(0);
    const ends = answer.hits.map((hit) => keptUntil(hit.answer, now()));
    hold(ends.length === 0 ? now() + absenceMs : Math.min(...ends));
    if (answer.cacheStatus === 'LIVE') searchCalls += Math.max(1, Math.ceil(answer.hits.length / searchPageSize));
  }

  return {
    requestedCalls: 0,
    get holdsUntil() {
      return holdsUntil;
    },
    usedCalls: (callSize) =>
      [...asked.values()].reduce(
        (sum, { source, asins }) => sum + Math.ceil(asins.size / callSize(source)),
        searchCalls,
      ),
    catalog: (catalog) => ({
      async products(keys, operation) {
        const answers = await catalog.products(keys, operation);
        answers.forEach(noteAnswer);
        // Asked past every cache: no cache may then keep it.
        if (keys.some(({ realTime }) => realTime)) hold(0);
        return answers;
      },
      async search(request, operation) {
        const answer = await catalog.search(request, operation);
        noteSearch(answer);
        return answer;
      },
      serves: (marketplace) => catalog.serves(marketplace),
    }),
    analytics: (analytics) => ({
      snapshot(window) {
        hold(0);
        return analytics.snapshot(window);
      },
    }),
  };
}

/** Wall clock until which the answer may be kept; 0 when not at all. */
export function keptUntil(answer: Answer, now: number): number {
  if (answer.kind === 'unavailable') return 0;
  if (answer.kind === 'not-found') return now + absenceMs;
  return answer.cacheStatus === 'STALE' ? 0 : answer.expiresAt;
}

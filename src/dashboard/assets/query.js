/** What the dashboard shows; `../operation-types.ts` is generated from it. */
export const query = /* GraphQL */ `
  query Dashboard($window: AnalyticsWindow!) {
    sourceAnalytics(window: $window) {
      timestamp
      operations {
        total
        ok
        partial
        failed
        refused
        latency {
          p50Ms
          p95Ms
          p99Ms
        }
        answers {
          fresh
          stale
          partial
          missing
          failed
        }
      }
      cache {
        size
        hits
        staleHits
        misses
        hitRate
      }
      sources {
        source
        label
        enabled
        totalRequests
        successes
        successRate
        latency {
          p50Ms
          p95Ms
          p99Ms
        }
        circuit
        accounts {
          name
          circuit
          queued
          quota {
            usedToday
            remainingToday
            pacing
          }
        }
        itemsPerCall
        quota {
          perSecond
          perDay
          usedToday
          remainingToday
          projectedToday
          pacing
          resetsAt
          spentAt
        }
        lastError {
          code
          message
          at
        }
      }
      timeline {
        from
        durationMs
        operationP95Ms
        fallbackDepth
        operations {
          ok
          partial
          failed
          refused
        }
        cache {
          fresh
          stale
          missed
        }
        sources {
          source
          found
          missing
          rejected
          failed
          skipped
          p95Ms
          circuit
        }
      }
      recentLookups(first: 30) {
        at
        asin
        marketplace
        outcome
        cacheStatus
        attempts {
          source
          outcome
          code
          durationMs
        }
      }
      errors {
        source
        marketplace
        code
        count
        message
        lastAt
      }
      recommendations {
        severity
        source
        message
      }
    }
    day: sourceAnalytics(window: LAST_DAY) {
      timeline {
        from
        durationMs
        sources {
          source
          calls
        }
      }
    }
  }
`;

/** @typedef {import('../operation-types.ts').DashboardQuery} Answer */
/** @typedef {import('../operation-types.ts').AnalyticsWindow} Window */
/** @typedef {Answer['sourceAnalytics']} Statistics */
/** @typedef {Answer['day']} Day */
/** @typedef {Statistics['sources'][number]} SourceReport */
/** @typedef {NonNullable<SourceReport['quota']>} Quota */
/** @typedef {Statistics['timeline'][number]} Bucket */
/** @typedef {Statistics['recentLookups'][number]} RecentLookup */
/** @typedef {RecentLookup['attempts'][number]} Attempt */

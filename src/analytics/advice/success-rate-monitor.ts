import type { Report } from '../../event.ts';
import type { SourceStatistics } from '../collect/source-statistics.ts';
import { successRateOf } from '../collect/counters.ts';

/** The sample that opens a circuit; smaller ones are not significant. */
const minimumCalls = 5;

/**
 * Returns a function to call after every call of a source. It reports once when the success rate of the last five minutes
 * falls below the threshold, and once when it recovers.
 */
export function createSuccessRateMonitor(statistics: SourceStatistics, threshold: number, report: Report): () => void {
  let low = false;
  return () => {
    const counters = statistics.counters('LAST_5_MINUTES');
    const successRate = successRateOf(counters);
    if (successRate === undefined || counters.requests < minimumCalls || successRate < threshold === low) return;
    low = !low;
    report({ type: 'success-rate', source: statistics.sourceInfo.id, low, successRate, threshold });
  };
}

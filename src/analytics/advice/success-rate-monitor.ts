import type { Report } from '../../event.ts';
import type { SourceStatistics } from '../collect/source-statistics.ts';
import { successRateOf } from '../collect/counters.ts';

/** Too few calls prove nothing; as many open a circuit. */
const fewestCalls = 5;

/** Tells once when a source's success rate of the last five minutes falls below the line, and once when it is back. */
export function createSuccessRateMonitor(statistics: SourceStatistics, line: number, report: Report): () => void {
  let low = false;
  return () => {
    const counters = statistics.counters('LAST_5_MINUTES');
    const successRate = successRateOf(counters);
    if (successRate === undefined || counters.requests < fewestCalls || successRate < line === low) return;
    low = !low;
    report({ type: 'success-rate', source: statistics.sourceInfo.id, low, successRate, line });
  };
}

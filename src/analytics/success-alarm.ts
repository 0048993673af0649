import type { Report } from '../event.ts';
import type { SourceStatistics } from './source-statistics.ts';
import { successRateOf } from './tally.ts';

/** Too few calls prove nothing; as many open a circuit. */
const fewestCalls = 5;

/** Tells once when a source's success rate of the last five minutes falls below the line, and once when it is back. */
export function createSuccessAlarm(statistics: SourceStatistics, line: number, report: Report): () => void {
  let low = false;
  return () => {
    const tally = statistics.tally('LAST_5_MINUTES');
    const successRate = successRateOf(tally);
    if (successRate === undefined || tally.requests < fewestCalls || successRate < line === low) return;
    low = !low;
    report({ type: 'success-rate', source: statistics.traits.id, low, successRate, line });
  };
}

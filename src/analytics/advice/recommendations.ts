import { missingPrices } from './missing-prices.ts';
import type { Recommendation } from '../snapshot.ts';
import type { SourceView } from './source-view.ts';
import type { StoreTrouble } from '../collect/store-trouble.ts';
import { percent } from '../percent.ts';

/** What the rules weigh besides the sources. */
export type RuleContext = {
  readonly lowSuccessRate: number;
  readonly now: number;
  /** Since when, and why, the shared store is out of reach. */
  readonly storeDown: StoreTrouble['down'];
};

const hopelessRate = 0.5;
const goodPageRate = 0.8;
const goodApiRate = 0.9;
const highBlockedShare = 0.1;

/** What an operator should do, the most urgent first. Sources that are switched off give no cause. */
export function recommend(sources: readonly SourceView[], context: RuleContext): readonly Recommendation[] {
  const enabled = sources.filter(({ sourceInfo }) => sourceInfo.enabled);
  const found = [
    ...enabled.flatMap((view) => [
      ...refusals(view),
      ...clock(view, context),
      ...circuits(view),
      ...lowSuccess(view, context),
      ...blocks(view),
      ...missingPrices(view),
    ]),
    ...storeDown(context),
    ...quota(enabled, context),
    ...pagesAgainstApis(enabled),
  ];
  const urgency = ['CRITICAL', 'WARNING', 'INFO'];
  return found.toSorted((a, b) => urgency.indexOf(a.severity) - urgency.indexOf(b.severity));
}

function refusals({ sourceInfo, sourceHealth }: SourceView): readonly Recommendation[] {
  const { id: source, retired, settings } = sourceInfo;
  const since = Math.min(...sourceHealth.refused.values(), sourceHealth.unreachableSince ?? Infinity);
  if (retired !== undefined && since < Infinity) {
    const message = `${source} does not serve us since ${timeOfDay(since)}, and Amazon retired it on ${retired.on}: use ${retired.successor} instead`;
    return [{ severity: 'CRITICAL', source, message }];
  }
  if (sourceHealth.refused.size === 0 || sourceHealth.clockOffSince !== undefined) return [];
  const stores = [...sourceHealth.refused.keys()].join(', ');
  const message = `${source} refuses our credentials for ${stores} since ${timeOfDay(since)}: check ${settings}, and that the account is eligible there`;
  return [{ severity: 'CRITICAL', source, message }];
}

function clock({ sourceInfo, sourceHealth }: SourceView, { now }: RuleContext): readonly Recommendation[] {
  if (sourceHealth.clockOffSince === undefined) return [];
  const since = timeOfDay(sourceHealth.clockOffSince);
  const message = `${sourceInfo.id} refuses our signatures as expired since ${since}: this machine's clock says ${timeOfDay(now)} and is off, synchronise it`;
  return [{ severity: 'CRITICAL', source: sourceInfo.id, message }];
}

function circuits({ sourceInfo, sourceHealth }: SourceView): readonly Recommendation[] {
  return sourceHealth.openCircuits.flatMap(({ marketplace, operation, since, code }): readonly Recommendation[] => {
    // The refusal itself is told above.
    if (code === 'CREDENTIALS') return [];
    const cause = code === undefined ? '' : ` because of ${code}`;
    const message = `${sourceInfo.id} is not asked about ${marketplace} (${operation}) since ${timeOfDay(since)}${cause}: it is tried again by itself, see its last error`;
    return [{ severity: 'WARNING', source: sourceInfo.id, message }];
  });
}

function lowSuccess({ sourceInfo, report }: SourceView, { lowSuccessRate }: RuleContext): readonly Recommendation[] {
  const { successRate, lastError } = report;
  const hopeless = sourceInfo.role === 'associates' && (successRate ?? 1) < hopelessRate;
  if (successRate === undefined || (successRate >= lowSuccessRate && !hopeless)) return [];
  const last = lastError === undefined ? '' : ` (last error ${lastError.code})`;
  const advice = hopeless ? 'check credentials and rate limits' : 'look at what fails';
  const message = `${sourceInfo.id} answers ${percent(successRate)} of its calls, less than ${percent(lowSuccessRate)}: ${advice}${last}`;
  return [{ severity: 'WARNING', source: sourceInfo.id, message }];
}

function blocks({ sourceInfo, blockedShare }: SourceView): readonly Recommendation[] {
  if (blockedShare <= highBlockedShare) return [];
  const message = `${percent(blockedShare)} of ${sourceInfo.id}'s calls met a robot check: ask less often (SCRAPING_REQUESTS_PER_SECOND) or set up an API`;
  return [{ severity: 'WARNING', source: sourceInfo.id, message }];
}

function quota(enabled: readonly SourceView[], context: RuleContext): readonly Recommendation[] {
  // The associates sources share one account: its quota is told once.
  const report = enabled.find(
    ({ sourceInfo, report }) => sourceInfo.role === 'associates' && report.quota !== undefined,
  )?.report;
  const spentAt = report?.quota?.spentAt;
  if (report?.quota === undefined || spentAt === undefined) return [];
  const { perDay = 0, resetsAt } = report.quota;
  const relief = 'keep answers longer (CACHE_TTL_HOURS), or raise MAX_DAILY_REQUESTS if the account has more';
  if (spentAt <= context.now) {
    const message = `The day's ${perDay} calls are spent until ${timeOfDay(resetsAt)}: ${relief}`;
    return [{ severity: 'CRITICAL', source: report.source, message }];
  }
  const message = `At the pace of the last hour the day's ${perDay} calls are spent at ${timeOfDay(spentAt)}, before their reset at ${timeOfDay(resetsAt)}: ${relief}`;
  return [{ severity: 'WARNING', source: report.source, message }];
}

function storeDown({ storeDown: down }: RuleContext): readonly Recommendation[] {
  if (down === undefined) return [];
  const cause = down.detail === undefined ? '' : ` (${down.detail})`;
  const message = `The cache store is out of reach since ${timeOfDay(down.since)}${cause}: answers are remembered in this process only, check CACHE_URL and the server behind it`;
  return [{ severity: 'WARNING', message }];
}

function pagesAgainstApis(enabled: readonly SourceView[]): readonly Recommendation[] {
  const page = enabled.find(({ sourceInfo }) => sourceInfo.role === 'page');
  if (page === undefined) return [];
  const pageRate = page.report.successRate ?? 0;
  return enabled.flatMap(({ sourceInfo: { id: source, role }, report: { successRate } }): readonly Recommendation[] => {
    if (role !== 'associates' || successRate === undefined) return [];
    if (successRate < goodPageRate && pageRate > goodPageRate) {
      return [{ severity: 'WARNING', source, message: `Scraping outperforms the API ${source}: check credentials` }];
    }
    if (successRate <= goodApiRate) return [];
    const message = `${source} answers ${percent(successRate)} of its calls: consider reducing scraping`;
    return [{ severity: 'INFO', source, message }];
  });
}

function timeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

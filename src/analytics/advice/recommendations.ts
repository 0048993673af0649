import { missingPrices } from './missing-prices.ts';
import { percent } from '../percent.ts';
import type { Recommendation } from '../snapshot.ts';
import type { SourceView } from './source-view.ts';
import { timeOfDay } from './time-of-day.ts';
import { refusals, skips } from './unusable-sources.ts';
import type { StoreTrouble } from '../collect/store-trouble.ts';

/** Facts that are not about one source. */
export type RuleContext = {
  readonly lowSuccessRate: number;
  readonly now: number;
  readonly storeDown: StoreTrouble['down'];
};

const veryLowRate = 0.5;
const goodPageRate = 0.8;
const goodApiRate = 0.9;
const highBlockedShare = 0.1;

/** Advice for the operator, the most urgent first. Sources that are switched off are ignored. */
export function recommend(sources: readonly SourceView[], context: RuleContext): readonly Recommendation[] {
  const enabled = sources.filter(({ sourceInfo }) => sourceInfo.enabled);
  const found = [
    ...enabled.flatMap((view) => [
      ...refusals(view),
      ...skips(view),
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

function clock({ sourceInfo, sourceHealth }: SourceView, { now }: RuleContext): readonly Recommendation[] {
  if (sourceHealth.clockOffSince === undefined) return [];
  const since = timeOfDay(sourceHealth.clockOffSince);
  const message = `${sourceInfo.id} has refused signatures as expired since ${since}: the clock of this machine shows ${timeOfDay(now)} and is wrong; synchronise it`;
  return [{ severity: 'CRITICAL', source: sourceInfo.id, message }];
}

function circuits({ sourceInfo, sourceHealth }: SourceView): readonly Recommendation[] {
  return sourceHealth.openCircuits.flatMap((circuit): readonly Recommendation[] => {
    const { marketplace, operation, account, since, code } = circuit;
    // There is already advice on refused credentials, unless another account goes on answering.
    const isRefused = code === 'CREDENTIALS';
    if (isRefused && (account === undefined || sourceHealth.refused.has(marketplace))) return [];
    const where = `${sourceInfo.id}${account === undefined ? '' : ` in the account ${account}`}`;
    const cause = code === undefined ? '' : ` because of ${code}`;
    const remedy = isRefused ? `check the account in AMAZON_ACCOUNTS` : 'the gateway retries by itself';
    const message = `The circuit of ${where} for ${marketplace} (${operation}) has been open since ${timeOfDay(since)}${cause}: ${remedy}; see the last error`;
    return [{ severity: 'WARNING', source: sourceInfo.id, message }];
  });
}

function lowSuccess({ sourceInfo, report }: SourceView, { lowSuccessRate }: RuleContext): readonly Recommendation[] {
  const { successRate, lastError } = report;
  const veryLow = sourceInfo.role === 'associates' && (successRate ?? 1) < veryLowRate;
  if (successRate === undefined || (successRate >= lowSuccessRate && !veryLow)) return [];
  const last = lastError === undefined ? '' : ` (last error ${lastError.code})`;
  const advice = veryLow ? 'check credentials and rate limits' : 'see its failures';
  const message = `${sourceInfo.id} answers ${percent(successRate)} of its calls, less than ${percent(lowSuccessRate)}: ${advice}${last}`;
  return [{ severity: 'WARNING', source: sourceInfo.id, message }];
}

function blocks({ sourceInfo, blockedShare }: SourceView): readonly Recommendation[] {
  if (blockedShare <= highBlockedShare) return [];
  const message = `${percent(blockedShare)} of ${sourceInfo.id}'s calls met a robot check: lower SCRAPING_REQUESTS_PER_SECOND or configure an API`;
  return [{ severity: 'WARNING', source: sourceInfo.id, message }];
}

function quota(enabled: readonly SourceView[], context: RuleContext): readonly Recommendation[] {
  // The associates sources share one account, so that there is one quota.
  const report = enabled.find(
    ({ sourceInfo, report }) => sourceInfo.role === 'associates' && report.quota !== undefined,
  )?.report;
  const spentAt = report?.quota?.spentAt;
  if (report?.quota === undefined || spentAt === undefined) return [];
  const { perDay = 0, resetsAt } = report.quota;
  const relief = 'raise CACHE_TTL_HOURS, or MAX_DAILY_REQUESTS if the account allows more';
  if (spentAt <= context.now) {
    const message = `The daily quota of ${perDay} calls is used up until ${timeOfDay(resetsAt)}: ${relief}`;
    return [{ severity: 'CRITICAL', source: report.source, message }];
  }
  const message = `At the pace of the last hour, the daily quota of ${perDay} calls will be used up at ${timeOfDay(spentAt)}, before its reset at ${timeOfDay(resetsAt)}: ${relief}`;
  return [{ severity: 'WARNING', source: report.source, message }];
}

function storeDown({ storeDown: down }: RuleContext): readonly Recommendation[] {
  if (down === undefined) return [];
  const cause = down.detail === undefined ? '' : ` (${down.detail})`;
  const message = `The cache store has been unavailable since ${timeOfDay(down.since)}${cause}: entries are kept in the memory of this process only; check CACHE_URL and the server behind it`;
  return [{ severity: 'WARNING', message }];
}

function pagesAgainstApis(enabled: readonly SourceView[]): readonly Recommendation[] {
  const page = enabled.find(({ sourceInfo }) => sourceInfo.role === 'page');
  if (page === undefined) return [];
  const pageRate = page.report.successRate ?? 0;
  return enabled.flatMap(({ sourceInfo: { id: source, role }, report: { successRate } }): readonly Recommendation[] => {
    if (role !== 'associates' || successRate === undefined) return [];
    if (successRate < goodPageRate && pageRate > goodPageRate) {
      return [{ severity: 'WARNING', source, message: `Scraping outperforms the API (${source}): check credentials` }];
    }
    if (successRate <= goodApiRate) return [];
    const message = `${source} answers ${percent(successRate)} of its calls: consider reducing scraping`;
    return [{ severity: 'INFO', source, message }];
  });
}

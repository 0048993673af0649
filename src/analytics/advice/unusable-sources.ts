import type { Recommendation } from '../snapshot.ts';
import { remedyFor } from './remedies.ts';
import type { SourceView } from './source-view.ts';
import { timeOfDay } from './time-of-day.ts';

const reasons: Readonly<Record<string, string>> = {
  NO_PARTNER_TAG: 'it has no partner tag for it',
  NO_CREDENTIAL_FOR_REGION: 'its credential is of another region',
};

/** Why a source is skipped, in words. @param reason such as `NO_PARTNER_TAG` */
export function reasonInWords(reason: string): string {
  return reasons[reason] ?? reason;
}

/** Advice on marketplaces for which a configured source is never called. */
export function skips({ sourceInfo, skipped }: Pick<SourceView, 'sourceInfo' | 'skipped'>): readonly Recommendation[] {
  const { id: source } = sourceInfo;
  return skipped.map(({ marketplace, reason, isDefault, isCovered }) => {
    const which = isDefault ? `${marketplace}, the default marketplace` : marketplace;
    const remedy = remedyFor({ source: sourceInfo, marketplace, code: reason, message: '' });
    const message = `${source} is skipped for ${which}: ${reasonInWords(reason)}; ${remedy}`;
    return { severity: isDefault || !isCovered ? 'WARNING' : 'INFO', source, message };
  });
}

/** Advice on refused credentials. */
export function refusals({
  sourceInfo,
  sourceHealth,
}: Pick<SourceView, 'sourceInfo' | 'sourceHealth'>): readonly Recommendation[] {
  const { id: source, retired } = sourceInfo;
  const { refused, lastError } = sourceHealth;
  const since = Math.min(...refused.values(), sourceHealth.unreachableSince ?? Infinity);
  if (retired !== undefined && since < Infinity) {
    const message = `${source} has failed since ${timeOfDay(since)}, and Amazon retired it on ${retired.on}: use ${retired.successor} instead`;
    return [{ severity: 'CRITICAL', source, message }];
  }
  const [first] = refused.keys();
  if (first === undefined || sourceHealth.clockOffSince !== undefined) return [];
  const said = lastError?.code === 'CREDENTIALS' ? lastError.message : '';
  const remedy = remedyFor({ source: sourceInfo, marketplace: first, code: 'CREDENTIALS', message: said });
  const message = `${source} has refused the credentials for ${[...refused.keys()].join(', ')} since ${timeOfDay(since)}: ${remedy}`;
  return [{ severity: 'CRITICAL', source, message }];
}

import { percent } from '../percent.ts';
import type { Recommendation } from '../snapshot.ts';
import type { PriceCounts, SourceView } from './source-view.ts';

/** Smaller samples are not significant. */
const minimumSample = 20;
/** Smaller shares are normal, even if they have doubled. */
const minimumShare = 0.1;

/**
 * A warning when the products of a source lacked prices twice as often in the last hour as in the day before: the wording
 * of its pages or the account's permissions have probably changed. The hour is subtracted from the day.
 */
export function missingPrices({ sourceInfo, prices }: SourceView): readonly Recommendation[] {
  const { lastHour, lastDay } = prices;
  const before = {
    scored: lastDay.scored - lastHour.scored,
    withoutPrice: lastDay.withoutPrice - lastHour.withoutPrice,
  };
  if (lastHour.scored < minimumSample || before.scored < minimumSample) return [];
  const [now, then] = [shareOf(lastHour), shareOf(before)];
  if (now < minimumShare || now < 2 * then) return [];
  const message = `${percent(now)} of ${sourceInfo.id}'s products had no price in the last hour, ${percent(then)} before: compare a product with its page on Amazon and update the gateway if the price is there`;
  return [{ severity: 'WARNING', source: sourceInfo.id, message }];
}

function shareOf({ scored, withoutPrice }: PriceCounts): number {
  return withoutPrice / scored;
}

import type { Recommendation } from '../snapshot.ts';
import type { PricelessCounts, SourceView } from './source-view.ts';
import { percent } from '../percent.ts';

/** Fewer products prove nothing. */
const fewest = 20;
/** A share that doubles from nearly nothing is nearly nothing. */
const worthTelling = 0.1;

/**
 * What to do when a source's products lack prices twice as often in the last hour as in the day before: its wording or
 * its permissions have changed. A day's counters holds the hour's, which is taken out of it.
 */
export function missingPrices({ sourceInfo, priceless }: SourceView): readonly Recommendation[] {
  const { lastHour, lastDay } = priceless;
  const before = { scored: lastDay.scored - lastHour.scored, priceless: lastDay.priceless - lastHour.priceless };
  if (lastHour.scored < fewest || before.scored < fewest) return [];
  const [now, then] = [shareOf(lastHour), shareOf(before)];
  if (now < worthTelling || now < 2 * then) return [];
  const message = `${percent(now)} of ${sourceInfo.id}'s products came without a price in the last hour, ${percent(then)} before: compare a product with its page, and ask for an update if the price is there`;
  return [{ severity: 'WARNING', source: sourceInfo.id, message }];
}

function shareOf({ scored, priceless }: PricelessCounts): number {
  return priceless / scored;
}

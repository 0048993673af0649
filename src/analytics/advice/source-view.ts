import type { SourceReport } from '../snapshot.ts';
import type { SourceInfo } from '../collect/source-statistics.ts';
import type { SourceHealth } from '../collect/source-health.ts';

/** The facts about one source that the rules use. */
export type SourceView = {
  readonly sourceInfo: SourceInfo;
  readonly report: SourceReport;
  readonly sourceHealth: SourceHealth;
  /** Share of calls that met a robot check. */
  readonly blockedShare: number;
  readonly prices: { readonly lastHour: PriceCounts; readonly lastDay: PriceCounts };
};

/** The number of fetched products, and of those without a price. */
export type PriceCounts = { readonly scored: number; readonly withoutPrice: number };

import type { SourceReport } from '../snapshot.ts';
import type { SourceInfo } from '../collect/source-statistics.ts';
import type { SourceHealth } from '../collect/source-health.ts';

/** One source as the rules see it. */
export type SourceView = {
  readonly sourceInfo: SourceInfo;
  readonly report: SourceReport;
  readonly sourceHealth: SourceHealth;
  /** Share of calls that met a robot check. */
  readonly blockedShare: number;
  /** Products that were read, and those without a price among them. */
  readonly priceless: { readonly lastHour: PricelessCounts; readonly lastDay: PricelessCounts };
};

/** How many products were read, and how many of them had no price. */
export type PricelessCounts = { readonly scored: number; readonly priceless: number };

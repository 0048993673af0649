import type { SourceReport } from './snapshot.ts';
import type { SourceTraits } from './source-statistics.ts';
import type { Troubles } from './troubles.ts';

/** One source as the rules see it. */
export type SourceView = {
  readonly traits: SourceTraits;
  readonly report: SourceReport;
  readonly troubles: Troubles;
  /** Share of calls that met a robot check. */
  readonly blockedShare: number;
  /** Products that were read, and those without a price among them. */
  readonly priceless: { readonly lastHour: PricelessCounts; readonly lastDay: PricelessCounts };
};

/** How many products were read, and how many of them had no price. */
export type PricelessCounts = { readonly scored: number; readonly priceless: number };

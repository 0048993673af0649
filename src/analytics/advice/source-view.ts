import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { SourceReport } from '../snapshot.ts';
import type { SourceInfo } from '../collect/source-statistics.ts';
import type { SourceHealth } from '../collect/source-health.ts';

/** The facts about one source that the rules use. */
export type SourceView = {
  readonly sourceInfo: SourceInfo;
  readonly report: SourceReport;
  readonly sourceHealth: SourceHealth;
  readonly skipped: readonly Skip[];
  /** Share of calls that met a robot check. */
  readonly blockedShare: number;
  readonly prices: { readonly lastHour: PriceCounts; readonly lastDay: PriceCounts };
};

/** The number of fetched products, and of those without a price. */
export type PriceCounts = { readonly scored: number; readonly withoutPrice: number };

/** A marketplace for which a source is skipped. */
export type Skip = {
  readonly marketplace: MarketplaceCode;
  /** Such as `NO_PARTNER_TAG`. */
  readonly reason: string;
  /** Whether queries that name no marketplace mean this one. */
  readonly isDefault: boolean;
  /** Whether another API serves it. */
  readonly isCovered: boolean;
};

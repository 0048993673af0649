import type { Clock } from '../../clock.ts';
import { createDayProjection } from '../../rate-limit/day-projection.ts';
import type { PacedQuota, Permits } from '../../rate-limit/permits.ts';
import { pacedUntil, type PacedLimits, type PacedQueue, type PacedUntil } from './paced-call.ts';

/** Makes the calls of an account last for the day. */
export interface Pacing {
  /** Whether the day's calls would run out before the day does: stale copies answer first, and refreshes start no call. */
  isActive(): boolean;
  /** Why calls wait for more slots to fill: the day is short, or so far the last minute alone; `undefined` while they do not. */
  shortage(): keyof PacedUntil | undefined;
  /** Until when the next call may wait for more slots to fill; not later than now if none may. */
  until(queue: PacedQueue, limits: Pick<PacedLimits, 'callP95Ms' | 'groups'>): PacedUntil;
  /** The longest time that a call waits while the day is short, in milliseconds; 0 while it is not. */
  longestWaitMs(): number;
  /** The quota with what it is paced by. */
  quota(): PacedQuota;
}

/** Options of {@link createPacing}. */
export type PacingOptions = {
  readonly permits: Permits;
  readonly clock: Clock;
  /** How long interactive lookups may take, waiting and call together; `undefined` switches pacing off. */
  readonly interactiveP95Ms: number | undefined;
};

/** The pacing of one account. Nothing waits while the day's calls last. */
export function createPacing({ permits, clock, interactiveP95Ms }: PacingOptions): Pacing {
  const project = createDayProjection(() => permits.quota(), clock);

  function shortage(): keyof PacedUntil | undefined {
    if (interactiveP95Ms === undefined) return undefined;
    const day = project();
    return day?.isShort === true ? 'day' : day?.isShortNow === true ? 'minute' : undefined;
  }
  const isActive = () => shortage() === 'day';

  return {
    isActive,
    shortage,
    until(queue, limits) {
      if (interactiveP95Ms === undefined) return { day: -Infinity, minute: -Infinity };
      return pacedUntil(queue, { ...limits, interactiveP95Ms, spacingMs: permits.spacingMs() });
    },
    longestWaitMs: () => (isActive() ? (interactiveP95Ms ?? 0) : 0),
    quota() {
      const day = project();
      const isOff = day === undefined || interactiveP95Ms === undefined;
      return {
        ...permits.quota(),
        ...(day !== undefined && { projectedToday: Math.round(day.calls) }),
        pacing: isOff ? 'OFF' : day.isShort ? 'ACTIVE' : 'READY',
      };
    },
  };
}

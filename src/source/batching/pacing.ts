import type { Clock } from '../../clock.ts';
import { createDayProjection, type DayProjection } from '../../rate-limit/day-projection.ts';
import type { PacedQuota, Permits } from '../../rate-limit/permits.ts';
import { heldUntil, type PacedQueue } from './paced-call.ts';

/** Makes the calls of an account last for the day. */
export interface Pacing {
  /** Whether calls wait, because the day's calls would run out before the day does. */
  isActive(): boolean;
  /**
   * Until when the next call waits for more slots to fill (monotonic); not later than now if it may leave.
   *
   * @param callP95Ms the 95th percentile of the source's calls
   */
  heldUntil(queue: PacedQueue, callP95Ms: number): number;
  /** The longest time that a call waits for more slots to fill, in milliseconds; 0 while nothing waits. */
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

  function short(): (DayProjection & { readonly interactiveP95Ms: number }) | undefined {
    if (interactiveP95Ms === undefined) return undefined;
    const day = project();
    return day?.isShort === true ? { ...day, interactiveP95Ms } : undefined;
  }

  return {
    isActive: () => short() !== undefined,
    heldUntil(queue, callP95Ms) {
      const day = short();
      return day === undefined ? -Infinity : heldUntil(queue, { interactiveP95Ms: day.interactiveP95Ms, callP95Ms });
    },
    longestWaitMs: () => short()?.interactiveP95Ms ?? 0,
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

import type { Quota } from '../../src/rate-limit/permits.ts';
import { spacingMargin } from '../../src/rate-limit/permits.ts';
import type { Agenda } from './agenda.ts';

/** A reserved call. */
export type SimulatedPermit = { readonly dueAt: number; refund(): void };

/** The permits of one account for a simulated day, which all instances share. */
export function simulatedPermits(agenda: Agenda, perSecond: number, perDay: number, dayMs: number) {
  const spacingMs = (spacingMargin * 1000) / perSecond;
  let nextAt = 0;
  let used = 0;
  let spentAt: number | undefined;
  return {
    spacingMs,
    dueInMs: () => Math.max(0, nextAt - agenda.now),
    quota: (): Quota => ({ perSecond, perDay, usedToday: used, resetsAt: dayMs }),
    /** When the day's calls were used up; `undefined` while they are not. */
    spentAt: () => spentAt,
    /** `undefined` when the day's calls are used up. */
    reserve(): SimulatedPermit | undefined {
      if (used >= perDay) return undefined;
      const dueAt = Math.max(agenda.now, nextAt);
      const after = dueAt + spacingMs;
      nextAt = after;
      used += 1;
      if (used >= perDay) spentAt ??= agenda.now;
      return {
        dueAt,
        refund() {
          if (nextAt === after) nextAt = dueAt;
          used -= 1;
          spentAt = undefined;
        },
      };
    },
  };
}

import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { dayOf } from './day-count.ts';

/** The time of Redis, as part of a reply. */
type RedisTime = { readonly now: number; readonly jumpedDays: number };

/**
 * Reports when Redis's date jumps, and when it differs from this process's date by more than a day: one of the two clocks
 * is wrong, and only an operator can see which. A lasting difference is reported once.
 */
export function createClockWatch(clock: Clock, report: Report): (time: RedisTime) => void {
  let reported = 0;
  return ({ now, jumpedDays }) => {
    if (jumpedDays !== 0) {
      const direction = jumpedDays > 0 ? 'forward' : 'back';
      const message = `Redis’s clock jumped ${direction} by ${daysOf(jumpedDays)}; the day’s count continues`;
      report({ type: 'clock-error', days: jumpedDays, message });
    }
    const apart = dayOf(now) - dayOf(clock.wall());
    const differs = Math.abs(apart) > 1;
    if (differs && apart !== reported) {
      const direction = apart > 0 ? 'ahead of' : 'behind';
      const message = `Redis’s clock is ${daysOf(apart)} ${direction} this process’s: one of them is wrong`;
      report({ type: 'clock-error', days: apart, message });
    }
    reported = differs ? apart : 0;
  };
}

function daysOf(days: number): string {
  return `${Math.abs(days)} days`;
}

import type { Report } from '../event.ts';
import type { Clock } from '../clock.ts';
import { dayOf } from './day-count.ts';

/** The part of a reply that says what Redis's clock shows. */
type RedisTime = { readonly now: number; readonly jumpedDays: number };

/**
 * Reports a Redis whose date jumped, and a Redis whose date and this process's own differ by more than a day: one of
 * the two clocks is wrong, and which one only an operator can see. A lasting difference is reported once.
 */
export function createClockWatch(clock: Clock, report: Report): (time: RedisTime) => void {
  let told = 0;
  return ({ now, jumpedDays }) => {
    if (jumpedDays !== 0) {
      const direction = jumpedDays > 0 ? 'forward' : 'back';
      const message = `Redis’s clock jumped ${direction} by ${daysOf(jumpedDays)}; the day’s count goes on`;
      report({ type: 'clock-error', days: jumpedDays, message });
    }
    const apart = dayOf(now) - dayOf(clock.wall());
    const differs = Math.abs(apart) > 1;
    if (differs && apart !== told) {
      const direction = apart > 0 ? 'ahead of' : 'behind';
      const message = `Redis’s clock is ${daysOf(apart)} ${direction} this process’s: one of them is wrong`;
      report({ type: 'clock-error', days: apart, message });
    }
    told = differs ? apart : 0;
  };
}

function daysOf(days: number): string {
  return `${Math.abs(days)} days`;
}

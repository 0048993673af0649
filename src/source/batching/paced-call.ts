import type { LookupPriority } from '../../vocabulary.ts';

/** A lookup that waits for a slot; times are monotonic. */
export type PacedLookup = {
  readonly priority: LookupPriority;
  readonly queuedAt: number;
  /** The earliest deadline of its waiters. */
  readonly dueBy: number;
};

/** The lookups that wait for the slots of one call. */
export type PacedQueue = {
  readonly slots: number;
  waiting(): readonly PacedLookup[];
};

/** What bounds the wait of a call. */
export type PacedLimits = {
  /** How long interactive lookups may take, waiting and call together. */
  readonly interactiveP95Ms: number;
  /** The 95th percentile of the source's calls. */
  readonly callP95Ms: number;
};

/** The share of its time that a lookup may wait for more slots to fill. The rest is for the call. */
const deadlineShare = 0.4;
/** A lookup leaves the queue when its call could not be answered in time. It is called at least this much earlier. */
const leaveMarginMs = 600;

/** How long a call that starts for these lookups may wait for more slots to fill, in milliseconds; `Infinity` for none. */
export function longestWaitMs(lookups: readonly PacedLookup[], { interactiveP95Ms, callP95Ms }: PacedLimits): number {
  let longestMs = Infinity;
  for (const { priority, queuedAt, dueBy } of lookups) {
    const mostMs = priority === 'INTERACTIVE' ? Math.max(0, interactiveP95Ms - callP95Ms) : Infinity;
    longestMs = Math.min(longestMs, mostMs, deadlineShare * (dueBy - queuedAt));
  }
  return longestMs;
}

/**
 * Until when the next call waits while the day's calls are short (monotonic): a call with free slots from its oldest lookup
 * on. A full call leaves at once, because waiting would fill no slot.
 */
export function heldUntil(queue: PacedQueue, limits: PacedLimits): number {
  // Refreshes start no call: they take slots that others leave free.
  const starting = queue.waiting().filter(({ priority }) => priority !== 'REFRESH');
  if (starting.length >= queue.slots) return -Infinity;
  const latestAt = Math.min(...starting.map(({ dueBy }) => dueBy)) - limits.callP95Ms - leaveMarginMs;
  const oldestAt = Math.min(...starting.map(({ queuedAt }) => queuedAt));
  return Math.min(oldestAt + longestWaitMs(starting, limits), latestAt);
}

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
  /** Milliseconds between two permits. */
  readonly spacingMs: number;
  /** How many groups have lookups that start a call, this one included: each may need a permit before it. */
  readonly groups: number;
};

/** Until when a call waits for more slots to fill (monotonic): while the day is short, and while the last minute alone is. */
export type PacedUntil = { readonly day: number; readonly minute: number };

/** The share of its time that a lookup may wait for more slots to fill. The rest is for the call. */
const deadlineShare = 0.4;
/** A lookup leaves the queue when its call could not be answered in time. It is called at least this much earlier. */
const leaveMarginMs = 600;
/** For how many permits a call waits after a busy minute: one more than it needs. */
const permitsInAMinute = 2;

/** How long a call that starts for these lookups may wait for more slots to fill, in milliseconds; `Infinity` for none. */
export function longestWaitMs(
  lookups: readonly PacedLookup[],
  { interactiveP95Ms, callP95Ms }: Pick<PacedLimits, 'interactiveP95Ms' | 'callP95Ms'>,
): number {
  let longestMs = Infinity;
  for (const { priority, queuedAt, dueBy } of lookups) {
    const mostMs = priority === 'INTERACTIVE' ? Math.max(0, interactiveP95Ms - callP95Ms) : Infinity;
    longestMs = Math.min(longestMs, mostMs, deadlineShare * (dueBy - queuedAt));
  }
  return longestMs;
}

/**
 * Until when the next call waits while calls are short: a call with free slots from its oldest lookup on. A full call leaves
 * at once, because waiting would fill no slot.
 */
export function pacedUntil(queue: PacedQueue, limits: PacedLimits): PacedUntil {
  const { callP95Ms, spacingMs, groups } = limits;
  const waiting = queue.waiting();
  const starting = waiting.filter(({ priority }) => priority !== 'REFRESH');
  if (starting.length >= queue.slots) return { day: -Infinity, minute: -Infinity };
  const latestAt =
    Math.min(...starting.map(({ dueBy }) => dueBy)) - callP95Ms - leaveMarginMs - (groups - 1) * spacingMs;
  // While the day is short, refreshes start no call: they take slots that others leave free.
  const day = Math.min(oldestOf(starting) + longestWaitMs(starting, limits), latestAt);
  const oldestAt = oldestOf(starting.length > 0 ? starting : waiting);
  return { day, minute: Math.min(day, oldestAt + permitsInAMinute * spacingMs) };
}

function oldestOf(lookups: readonly PacedLookup[]): number {
  return Math.min(...lookups.map(({ queuedAt }) => queuedAt));
}

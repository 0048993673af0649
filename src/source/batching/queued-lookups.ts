import { lookupPriorities, type LookupPriority } from '../../vocabulary.ts';

/** A lookup that waits for a slot. */
export type QueuedLookup = {
  readonly priority: LookupPriority;
  /** The name of the key of the client that waits; absent when clients need no key, and for refreshes. */
  readonly client?: string | undefined;
  /** Monotonic milliseconds. */
  readonly queuedAt: number;
  /** The earliest deadline of its waiters, in monotonic milliseconds. */
  readonly dueBy: number;
};

/** The lookups of one priority and client that wait for a slot. */
export type QueuedLookups = {
  readonly priority: LookupPriority;
  readonly client?: string;
  readonly count: number;
  readonly oldestWaitMs: number;
};

/** Counts lookups by priority, then by client. @param now monotonic milliseconds */
export function countQueued(lookups: readonly QueuedLookup[], now: number): readonly QueuedLookups[] {
  return lookupPriorities.flatMap((priority) => {
    const same = lookups.filter((lookup) => lookup.priority === priority);
    return [...Map.groupBy(same, ({ client }) => client)].map(([client, queued]) => ({
      priority,
      ...(client !== undefined && { client }),
      count: queued.length,
      oldestWaitMs: now - Math.min(...queued.map(({ queuedAt }) => queuedAt)),
    }));
  });
}

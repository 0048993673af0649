import type { Permit } from '../../rate-limit/permits.ts';

/** The lookups that may share a call: those of one operation and one group of questions. */
export type QueueGroup = {
  /** Its identity among the instances that share the queue. */
  readonly name: string;
  /** The operations of an account take turns. */
  readonly operation: string;
  /** How many lookups a call carries. */
  readonly slots: number;
};

/** A lookup as an instance offers it to all others. Durations are milliseconds from now. */
export type Offer = {
  readonly key: string;
  readonly group: QueueGroup;
  /** From which another instance makes the question. */
  readonly question: string;
  /** 0 takes its slot first. */
  readonly priority: number;
  /** How many lookups of its party wait before it. */
  readonly turn: number;
  /** Until when its call has to be sent. */
  readonly leaveInMs: number;
  /** Until when it waits for the answer of a call that was sent. */
  readonly deadlineInMs: number;
  /** How long ago it was asked for: an older failure is not its outcome, and neither is an answer older than `mayBeOldMs` more. */
  readonly askedAgoMs: number;
  readonly mayBeOldMs: number;
  /** When it was first offered, as `at` of the reply; absent until then. */
  readonly since?: number;
  /** How many calls have carried it. */
  readonly calls: number;
  /** Whether it goes before all others of its priority, because a call has failed. */
  readonly first: boolean;
  /** Whether it may be refused as too late. */
  readonly refusable: boolean;
};

/** The state of an offered lookup. */
export type OfferState =
  /** It waits for a slot. */
  | { readonly kind: 'waiting' }
  /** Another instance has taken it and makes the call. */
  | { readonly kind: 'taken' }
  /** It would not be sent in time and is not in the queue. */
  | { readonly kind: 'late'; readonly estimateMs: number }
  /** The outcome of another instance. */
  | { readonly kind: 'answered'; readonly outcome: string };

/** A lookup that this instance has taken, perhaps from another one. */
export type TakenLookup = {
  readonly key: string;
  readonly question: string;
  readonly priority: number;
  readonly calls: number;
  readonly deadlineInMs: number;
};

/** A call with its permit. */
export type TakenCall = { readonly group: string; readonly lookups: readonly TakenLookup[]; readonly permit: Permit };

/** One request to the queue. */
export type QueueRequest = {
  readonly offers: readonly Offer[];
  /** The groups for which this instance can make a call at once. */
  readonly serves: readonly QueueGroup[];
  /**
   * For how long, in milliseconds, calls of a group may wait for more slots to fill while calls are short, by the group's
   * name: while the day is, and while the last minute alone is. The shortest time of any instance holds.
   */
  readonly mayWait: ReadonlyMap<string, { readonly day: number; readonly minute: number }>;
  /** Whether calls are short, as far as this instance knows. For a minute it holds for all instances. */
  readonly shortage?: 'day' | 'minute' | undefined;
  /** How many more lookups this instance waits for, or makes the calls of. */
  readonly others: number;
  /** The keys that this instance has taken and not ended, by their groups; after a request without a reply. */
  readonly taken?: ReadonlyMap<string, readonly string[]>;
};

/** The state of the queue after a request. */
export type QueueReply = {
  /** The time of the request, on the clock of the queue. */
  readonly at: number;
  /** In the order of the offers. */
  readonly states: readonly OfferState[];
  /** A call that this instance has to make. */
  readonly call?: TakenCall | undefined;
  /** When the next permit is due, and whether this instance has to take the lookups for it. */
  readonly next?: { readonly dueInMs: number; readonly isOwn: boolean } | undefined;
  /** The day's calls are used up, and for how long. */
  readonly refusedForMs?: number | undefined;
  /** In how many milliseconds a call leaves that now waits for more slots to fill. */
  readonly pacedForMs?: number | undefined;
  /** The names of the groups of which lookups wait. */
  readonly wanted: readonly string[];
};

/** What another instance did. It may be lost: the next request tells the same. */
export type QueueHint = { readonly kind: 'taken' | 'answered'; readonly group: string; readonly key: string };

/** Hears hints; there is none if this instance has become the holder of the permit. */
export type QueueListener = (hints: readonly QueueHint[]) => void;

/** The queue of an account, for all instances that share it. */
export interface LookupQueue {
  /** Stands before the names of all groups; instances with other answers use another one. */
  readonly namespace: string;
  /** Identifies this instance. */
  readonly instance: string;
  /** Whether the other instances can be reached. */
  usable(): boolean;
  /**
   * Offers lookups, reserves a permit while some wait, and takes those of the next call if it is due: in one step and
   * one round trip. Every request extends the lease of this instance on its lookups and calls.
   *
   * @throws when the other instances cannot be reached
   */
  request(request: QueueRequest): Promise<QueueReply>;
  /**
   * Ends a lookup that this instance has called for, with its outcome for all that wait for it, in the background.
   *
   * @param outcome `A ` for an answer, `F ` for a failure, and the text
   */
  publish(group: string, key: string, outcome: string): void;
  /** This instance no longer waits for the lookup, nor makes its call. In the background. */
  release(group: string, key: string): void;
  /** How long before a call its lookups are taken, in milliseconds. */
  leadMs(): number;
  /** How often requests extend the lease, in milliseconds. */
  readonly renewEveryMs: number;
  /** Calls `onHint` with hints, and `onChange` when the other instances can be reached, or no longer can. */
  listen(onHint: QueueListener, onChange: () => void): void;
}

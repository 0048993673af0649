import type { Offer, OfferState, QueueGroup, QueueHint, TakenCall } from '../../../coordination/queue/lookup-queue.ts';

/** The lookups of one queue, as the queue that all instances share sees them. */
export interface SharedView {
  /** The name of its group; further groups that only this instance serves begin with it and `~`. */
  readonly name: string;
  /** How many lookups it waits for, or makes the calls of. */
  readonly size: number;
  readonly hasWaiting: boolean;
  /** The groups for which a call could be sent at once. @param isWanted whether other instances' lookups wait for one */
  serves(isWanted: boolean): readonly QueueGroup[];
  /** What is news to the queue; with `renew` also what it should know. */
  offers(renew: boolean): readonly Offer[];
  apply(offer: Offer, state: OfferState, request: RequestTimes): void;
  /** A hint about a lookup. Returns whether the queue must be asked. */
  heard(kind: QueueHint['kind'], key: string): boolean;
  /** The keys that this instance has taken, by their groups. */
  taken(): ReadonlyMap<string, readonly string[]>;
  /** The other instances cannot be reached: all lookups wait here. */
  alone(): void;
}

/** When a request was sent (monotonic), and when the queue received it, on its own clock. */
export type RequestTimes = { readonly sentAt: number; readonly at: number };

/** A queue with lookups that are shared. */
export interface SharedQueueMember {
  readonly shared?: SharedView | undefined;
  /**
   * Sends a call of lookups that the shared queue has given to this instance, at `dueAt` and if `mayLeave` says so then.
   * Otherwise they wait again.
   */
  dispatchTaken(call: TakenCall, dueAt: number, mayLeave: () => boolean): Promise<boolean>;
}

/** The state of one requested key among the instances that share leases. */
export type LeaseState =
  /** This instance holds the lease and makes the call. */
  | { readonly kind: 'held' }
  /** Another instance holds the lease and makes the call. */
  | { readonly kind: 'held-elsewhere' }
  /** No instance holds a lease; it was not taken because all slots were used. */
  | { readonly kind: 'free' }
  /** Another instance's outcome, from after this one had begun to wait. */
  | { readonly kind: 'answered'; readonly outcome: string };

/** A key to take a lease of, and for how long its youngest waiter has waited. */
export type LeaseRequest = { readonly key: string; readonly waitedMs: number };

/** Leases of keys, so that no two instances make the same call at once. */
export interface Leases {
  /**
   * Takes leases of up to `slots` of the keys, in their order, for `forMs`, in one round trip; with no slots it only
   * reads. The states come in the keys' order. A lease that this instance holds may be taken again.
   *
   * @throws when the other instances cannot be reached
   */
  take(requests: readonly LeaseRequest[], slots: number, forMs: number): Promise<readonly LeaseState[]>;
  /** Publishes the outcome to all instances, in the background; the lease ends. */
  publish(key: string, outcome: string): void;
  /** Ends a lease without an outcome, so that another instance may take it. */
  release(key: string): void;
  /** How long before a call leaves its leases have to be requested, in milliseconds. */
  leadMs(): number;
}

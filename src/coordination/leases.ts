/** How one asked key stands among the instances that share it. */
export type LeaseState =
  /** Ours to ask. */
  | { readonly kind: 'ours' }
  /** Another instance is asking. */
  | { readonly kind: 'theirs' }
  /** Nobody asks; it was not taken because the seats were. */
  | { readonly kind: 'free' }
  /** Another instance's answer, given after this one had begun to wait. */
  | { readonly kind: 'answered'; readonly outcome: string };

/** A key, and for how long its youngest asker has waited already. */
export type AskedKey = { readonly key: string; readonly waitedMs: number };

/** Who asks what, among instances, so that no two ask the same at once. */
export interface Leases {
  /**
   * Takes up to `seats` of the keys, in their order, for `forMs`, in one round trip; with no seats it only looks. The
   * standings come in the keys' order. A key of ours may be taken again.
   *
   * @throws when the others cannot be reached
   */
  take(asked: readonly AskedKey[], seats: number, forMs: number): Promise<readonly LeaseState[]>;
  /** Tells everybody what came of it, in the background; the lease ends. */
  publish(key: string, outcome: string): void;
  /** Ends a lease of ours that nothing came of: somebody else may ask. */
  giveBack(key: string): void;
  /** How long before a call leaves its leases have to be asked for, in milliseconds. */
  leadMs(): number;
}

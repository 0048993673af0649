/** What a store's guard needs to know of the connection that the store stands on. */
export interface StoreLink {
  /** Why nothing can be asked now; `undefined` when something can, or when it is not known yet. */
  problem(): string | undefined;
  /** Tells the listener whenever `problem` may have changed. */
  whenChanged(listener: () => void): void;
  /** Gives up a connection that hangs, with everything queued in it; a new one is made. */
  drop(): void;
}

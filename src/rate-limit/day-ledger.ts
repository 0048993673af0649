/** Counts the calls of accounts by UTC day, so that the count outlives the process. Never throws. */
export interface DayLedger {
  /** The count so far; `undefined` when the ledger cannot be read now. `day` counts from the epoch. */
  read(account: string, day: number): number | undefined;
  /**
   * Counts `by` more (or fewer) and returns the new count once it would survive the end of the process; `undefined`
   * when it could not be written.
   */
  add(account: string, day: number, by: number): number | undefined;
}

/** The ledger of one account. */
export type AccountLedger = { readonly ledger: DayLedger; readonly account: string };

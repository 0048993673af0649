import type { Clock } from '../clock.ts';

/** Who may ask a store, judged by how the last operations ended. */
export interface StoreCircuit {
  /** Whether an operation may go ahead. One that may has to end in `succeeded`, `failed` or `released`. */
  admits(): boolean;
  succeeded(): void;
  /** Returns whether this opened the circuit, or kept it open. */
  failed(reason: string): boolean;
  /** The operation was not made after all. */
  released(): void;
  /** Why the store is not asked, while it is not; stays until an operation succeeds. */
  failure(): string | undefined;
}

const failuresToOpen = 3;
const openMs = 3_000;

/** Opens after three failures in a row; three seconds later one operation at a time tries, until one succeeds. */
export function createStoreCircuit(clock: Clock): StoreCircuit {
  let failures = 0;
  let reason: string | undefined;
  let triedAt = -Infinity;
  let trying = false;

  return {
    admits() {
      if (failures < failuresToOpen) return true;
      if (trying || clock.monotonic() - triedAt < openMs) return false;
      trying = true;
      return true;
    },
    succeeded() {
      failures = 0;
      trying = false;
      reason = undefined;
    },
    failed(why) {
      // Operations that were under way when it opened say nothing new.
      if (failures >= failuresToOpen && !trying) return false;
      failures += 1;
      trying = false;
      if (failures < failuresToOpen) return false;
      reason = why;
      triedAt = clock.monotonic();
      return true;
    },
    released() {
      trying = false;
    },
    failure: () => reason,
  };
}

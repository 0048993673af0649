import type { Report } from '../event.ts';
import type { Drained } from '../http/listener.ts';
import type { OpenWork } from '../http/connections.ts';

/** Background work gets this long when the gateway closes. */
export const closingGraceMs = 5_000;

/** What closing stores and sending spans may take at the end. */
const closingMs = 3_000;

/** A request may arrive up to a second after the port is closed. It has its deadline, and a second to be written. */
export function drainTimeoutMs(requestDeadlineMs: number): number {
  return requestDeadlineMs + 2_000;
}

/** The longest time between the signal to stop and the end of the process. A process that still runs then is stuck. */
export function longestStopMs(config: { readonly stopDelayMs: number; readonly requestDeadlineMs: number }): number {
  return config.stopDelayMs + drainTimeoutMs(config.requestDeadlineMs) + closingGraceMs + closingMs;
}

/** Collects the counts of a stop, and reports its start and its end. */
export type StopReport = {
  /** Calls after the first one change nothing. */
  readonly began: (open: OpenWork, delayMs: number) => void;
  readonly drained: (outcome: Drained) => void;
  readonly cutTasks: (count: number) => void;
  readonly ended: () => void;
};

/** @param now monotonic milliseconds */
export function createStopReport(now: () => number, report: Report): StopReport {
  let beganAt: number | undefined;
  let outcome: Drained = { answered: 0, cut: { connections: 0, requests: 0 } };
  let cutTasks = 0;
  return {
    began(open, delayMs) {
      if (beganAt !== undefined) return;
      beganAt = now();
      report({ type: 'stop-began', ...open, delayMs });
    },
    drained: (drained) => void (outcome = drained),
    cutTasks: (count) => void (cutTasks = count),
    ended() {
      if (beganAt === undefined) return;
      const { answered, cut } = outcome;
      report({
        type: 'stop-ended',
        durationMs: now() - beganAt,
        answered,
        cutRequests: cut.requests,
        cutConnections: cut.connections,
        cutTasks,
      });
    },
  };
}

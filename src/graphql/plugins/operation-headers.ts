import type { LookupPriority } from '../../vocabulary.ts';
import { BadInput } from '../input/bad-user-input.ts';

/** The request header for the operation's own deadline, in milliseconds from its arrival. */
const deadlineHeader = 'x-gateway-deadline-ms';
/** The request header for lookups of a list, which nobody waits for: `bulk`. */
const priorityHeader = 'x-gateway-priority';

/** What the headers of a request say about its operation. */
export type OperationHeaders = {
  /** Absent when the operation has the configured deadline. */
  readonly deadlineMs?: number;
  readonly priority: LookupPriority;
};

/** The default of `MAX_REQUEST_DEADLINE_MS`. */
export const defaultMostDeadlineMs = 120_000;
/** The shortest deadline that a request may ask for, in milliseconds. */
const leastDeadlineMs = 1_000;

/**
 * Reads the headers of a request.
 *
 * @param mostDeadlineMs the longest deadline that a request may ask for
 * @throws {BadInput} for HTTP 400, naming every faulty header and what it may be
 */
export function readOperationHeaders(headers: Pick<Headers, 'get'>, mostDeadlineMs: number): OperationHeaders {
  const deadline = headers.get(deadlineHeader);
  const priority = headers.get(priorityHeader);
  if (deadline === null && priority === null) return { priority: 'INTERACTIVE' };
  const deadlineMs = /^\d{1,9}$/.test(deadline ?? '') ? Number(deadline) : Number.NaN;
  const inRange = deadlineMs >= leastDeadlineMs && deadlineMs <= mostDeadlineMs;
  const range = `${leastDeadlineMs.toLocaleString('en')} to ${mostDeadlineMs.toLocaleString('en')}`;
  const faults = [
    ...(deadline === null || inRange ? [] : [fault(deadlineHeader, deadline, `must be a whole number from ${range}`)]),
    ...(priority === null || priority === 'bulk' ? [] : [fault(priorityHeader, priority, 'must be "bulk" or absent')]),
  ];
  if (faults.length > 0) throw new BadInput(faults, { status: 400, spec: false });
  return { priority: priority === null ? 'INTERACTIVE' : 'BULK', ...(deadline !== null && { deadlineMs }) };
}

function fault(header: string, value: string, message: string) {
  return { path: [header], value, message };
}

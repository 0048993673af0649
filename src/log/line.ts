import type { GatewayEvent } from '../event.ts';
import { madeNoCall } from '../vocabulary.ts';

/** What an event reads like in the log. */
export type LogLine = {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Lines with the same key are written once in a while. */
  readonly repeatKey?: string;
};

/** Events that always have the same low level; all the frequent ones are among them. */
export const lowLevelEvents: ReadonlyMap<GatewayEvent['type'], 'trace' | 'debug'> = new Map([
  ['cache', 'trace'],
  ['answered', 'trace'],
  ['scored', 'trace'],
  ['permit', 'trace'],
  ['rule', 'trace'],
  ['http', 'trace'],
  ['operation', 'debug'],
]);

/** The line of an event. Failures of a source are warnings; everything that is told by the score is TRACE. */
export function lineOf(event: GatewayEvent): LogLine {
  const { type, ...fields } = withoutAsker(event);
  switch (event.type) {
    case 'call':
      if (event.outcome === 'ANSWERED' || event.outcome === 'ABORTED') return { level: 'trace', message: type, fields };
      return failure(event, event.outcome, `${event.operation} failed`, event.message);
    case 'not-ready':
      return failure(event, event.code, 'is not ready for calls', event.message);
    case 'attempt': {
      const { source, code, message } = event.attempt;
      // A call's failure is told by the call, an open circuit by the circuit.
      if (code === undefined || code === 'CIRCUIT_OPEN' || !madeNoCall(code))
        return { level: 'trace', message: type, fields };
      return failure({ source, marketplace: event.marketplace }, code, 'was not asked', message);
    }
    case 'circuit': {
      const message = `${event.source} ${event.marketplace} ${event.operation}: circuit is ${event.state}`;
      if (event.state !== 'OPEN') return { level: 'info', message, fields };
      // One that opens again and again is told like any other failure: once in a while.
      const repeatKey = `circuit ${event.source} ${event.marketplace} ${event.operation}`;
      return { level: 'warn', message, fields, repeatKey };
    }
    case 'success-rate': {
      const rate = `${event.source} answers ${Math.round(event.successRate * 100)} % of its calls`;
      const line = `the line of ${Math.round(event.line * 100)} %`;
      if (event.low) return { level: 'warn', message: `${rate}, below ${line}`, fields };
      return { level: 'info', message: `${rate}, above ${line} again`, fields };
    }
    case 'store-failed': {
      const message = `the cache store failed to ${event.action}: ${event.message}`;
      return { level: 'warn', message, fields, repeatKey: `store ${event.action}` };
    }
    case 'store': {
      if (event.state === 'UP') return { level: 'info', message: 'the cache store is used again', fields };
      const why = event.detail === undefined ? '' : `: ${event.detail}`;
      return { level: 'warn', message: `the cache store is left alone${why}`, fields, repeatKey: 'store' };
    }
    case 'sharing': {
      if (event.state === 'UP') return { level: 'info', message: 'permits, tokens and flights are shared', fields };
      const why = event.reason === undefined ? '' : `: ${event.reason}`;
      return { level: 'warn', message: `nothing is shared with other instances${why}`, fields, repeatKey: 'sharing' };
    }
    case 'unreadable': {
      const what = event.where === 'store' ? 'the cache store’s entry' : 'another instance’s answer';
      const message = `${what} for ${event.key} is unreadable and was not used`;
      return { level: 'warn', message, fields, repeatKey: `unreadable ${event.where}` };
    }
    case 'clock-error':
      return { level: 'warn', message: event.message, fields, repeatKey: 'clock-error' };
    case 'turned-away': {
      const who = event.client === undefined ? 'a client without a key of ours' : `client ${event.client}`;
      const message = `turned away ${who}: ${event.code}`;
      return { level: 'warn', message, fields, repeatKey: `turned-away ${event.code} ${event.client ?? ''}` };
    }
    case 'alert': {
      const what = `alert "${event.condition}" ${event.state === 'RAISED' ? 'raised' : 'cleared'}`;
      if (event.failure === undefined) return { level: 'info', message: `${what}, told the webhook`, fields };
      return { level: 'warn', message: `${what}, the webhook was not reached: ${event.failure}`, fields };
    }
    case 'unexpected':
      return { level: 'error', message: `unexpected error in ${event.where}`, fields: { err: event.error } };
    case 'operation':
    case 'throttled':
    case 'stale-served':
      return { level: 'debug', message: type, fields };
    default:
      return { level: 'trace', message: type, fields };
  }
}

/** Who asked is an identity, nothing to read. */
function withoutAsker(event: GatewayEvent) {
  if (!('asker' in event)) return event;
  const { asker: _, ...readable } = event;
  return readable;
}

function failure(
  at: {
    readonly source: string;
    readonly marketplace: string;
    readonly operation?: string;
    readonly durationMs?: number;
  },
  code: string,
  what: string,
  message: string | undefined,
): LogLine {
  const { source, marketplace, operation, durationMs } = at;
  return {
    level: 'warn',
    message: `${source} ${marketplace} ${what}: ${code}${message === undefined ? '' : ` (${message})`}`,
    fields: { source, marketplace, code, operation, durationMs },
    repeatKey: `${source} ${code} ${marketplace}`,
  };
}

import type { GatewayEvent } from '../event.ts';
import { madeNoCall } from '../vocabulary.ts';

/** An event as a log line. */
export type LogLine = {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of lines with the same key, one is written per interval. */
  readonly repeatKey?: string;
};

/** Event types with a fixed low level, which include every frequent one. */
export const lowLevelEvents: ReadonlyMap<GatewayEvent['type'], 'trace' | 'debug'> = new Map([
  ['cache', 'trace'],
  ['answered', 'trace'],
  ['scored', 'trace'],
  ['permit', 'trace'],
  ['rule', 'trace'],
  ['http', 'trace'],
  ['operation', 'debug'],
]);

/**
 * The log line of an event. Failures of a source are warnings; frequent events of normal operation are TRACE or DEBUG.
 * The switch is exhaustive: a new event type does not compile until it has a line.
 */
export function lineOf(event: GatewayEvent): LogLine {
  const { type, ...fields } = withoutOperationRef(event);
  switch (event.type) {
    case 'call':
      if (event.outcome === 'ANSWERED' || event.outcome === 'ABORTED') return { level: 'trace', message: type, fields };
      return failure(event, event.outcome, `${event.operation} failed`, event.message);
    case 'token-refused':
      return failure(event, event.code, 'has no access token', event.message);
    case 'attempt': {
      const { source, code, message } = event.attempt;
      // The failure of a call is logged for the call, an open circuit for the circuit.
      if (code === undefined || code === 'CIRCUIT_OPEN' || !madeNoCall(code))
        return { level: 'trace', message: type, fields };
      return failure({ source, marketplace: event.marketplace }, code, 'was not called', message);
    }
    case 'circuit': {
      const account = event.account === undefined ? '' : ` of account ${event.account}`;
      const message = `${event.source} ${event.marketplace} ${event.operation}: circuit${account} is ${event.state}`;
      if (event.state !== 'OPEN') return { level: 'info', message, fields };
      // A circuit that opens repeatedly is logged like any other repeated failure.
      const repeatKey = `circuit ${event.source} ${event.marketplace} ${event.operation}${account}`;
      return { level: 'warn', message, fields, repeatKey };
    }
    case 'success-rate': {
      const rate = `${event.source} answers ${Math.round(event.successRate * 100)} % of its calls`;
      const threshold = `the threshold of ${Math.round(event.threshold * 100)} %`;
      if (event.low) return { level: 'warn', message: `${rate}, below ${threshold}`, fields };
      return { level: 'info', message: `${rate}, above ${threshold} again`, fields };
    }
    case 'store-failed': {
      const message = `cache store ${event.action} failed: ${event.message}`;
      return { level: 'warn', message, fields, repeatKey: `store ${event.action}` };
    }
    case 'store': {
      if (event.state === 'UP') return { level: 'info', message: 'the cache store is available again', fields };
      const why = event.detail === undefined ? '' : `: ${event.detail}`;
      return { level: 'warn', message: `the cache store is not used${why}`, fields, repeatKey: 'store' };
    }
    case 'sharing': {
      if (event.state === 'UP')
        return {
          level: 'info',
          message: 'permits, tokens and pending lookups are shared with other instances',
          fields,
        };
      const why = event.reason === undefined ? '' : `: ${event.reason}`;
      return { level: 'warn', message: `nothing is shared with other instances${why}`, fields, repeatKey: 'sharing' };
    }
    case 'unreadable': {
      const value = event.where === 'store' ? 'the cache store’s entry' : 'another instance’s answer';
      const message = `${value} for ${event.key} is unreadable and was ignored`;
      return { level: 'warn', message, fields, repeatKey: `unreadable ${event.where}` };
    }
    case 'clock-error':
      return { level: 'warn', message: event.message, fields, repeatKey: 'clock-error' };
    case 'request-rejected': {
      const client = event.client === undefined ? 'a client without a valid key' : `client ${event.client}`;
      const message = `rejected a request of ${client} at ${event.address}: ${event.code}`;
      return { level: 'warn', message, fields, repeatKey: `${type} ${event.code} ${event.client ?? ''}` };
    }
    case 'alert': {
      const alert = `alert "${event.condition}" ${event.state === 'RAISED' ? 'raised' : 'cleared'}`;
      if (event.failure === undefined) return { level: 'info', message: `${alert} and posted to the webhook`, fields };
      return { level: 'warn', message: `${alert}, but the webhook failed: ${event.failure}`, fields };
    }
    case 'stop-began': {
      const open = `${event.requests} requests on ${event.connections} connections are open`;
      const delay = event.delayMs > 0 ? `; new connections are accepted for ${event.delayMs} ms more` : '';
      return { level: 'info', message: `Stopping: ${open}${delay}`, fields };
    }
    case 'stop-ended': {
      const { answered, cutRequests, cutConnections, cutTasks } = event;
      const message = `Stopped after ${Math.round(event.durationMs)} ms: ${answered} requests were answered`;
      if (cutRequests + cutConnections + cutTasks === 0)
        return { level: 'info', message: `${message}, none was cut`, fields };
      const cut = `${cutRequests} requests, ${cutConnections} connections and ${cutTasks} background tasks were cut`;
      return { level: 'warn', message: `${message}; ${cut}`, fields };
    }
    case 'unexpected':
      return { level: 'error', message: `unexpected error in ${event.where}`, fields: { err: event.error } };
    case 'operation':
    case 'throttled':
    case 'stale-served':
      return { level: 'debug', message: type, fields };
    case 'answered':
    case 'cache':
    case 'http':
    case 'permit':
    case 'rule':
    case 'scored':
      return { level: 'trace', message: type, fields };
    default:
      return event satisfies never;
  }
}

/** An identity has nothing to read. */
function withoutOperationRef(event: GatewayEvent) {
  if (!('operationRef' in event)) return event;
  const { operationRef: _, ...readable } = event;
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

import { destination, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';
import type { GatewayEvent, Report } from './event.ts';
import { lineOf, lowLevelEvents } from './log/line.ts';
import { createRedactor } from './log/redact.ts';
import { createLogThrottle } from './log/log-throttle.ts';
import { withRoundedDurations } from './log/rounded-durations.ts';

/** The gateway's log: one JSON object a line. */
export interface Log {
  /** Writes the line of an event, unless its level is too low or it was suppressed as a repetition. */
  readonly listen: Report;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string): void;
}

/** Options of the log. */
export type LogOptions = {
  readonly level: LogLevel;
  /** Values that no line may contain. */
  readonly secrets: readonly string[];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The trace that an event belongs to; without it, lines have no `traceId`. */
  readonly traceIdOf?: ((event: GatewayEvent) => string | undefined) | undefined;
  /** Receives finished lines, each with its line feed. */
  readonly write: (line: string) => void;
};

/** Creates a log that writes nothing below its level. */
export function createLog({ level, secrets, now, traceIdOf, write }: LogOptions): Log {
  const redact = createRedactor(secrets);
  const throttle = createLogThrottle(now);
  const logger = pino(
    {
      level: level.toLowerCase(),
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label.toUpperCase() }), log: withRoundedDurations },
    },
    { write: (line) => write(redact(line)) },
  );

  return {
    listen(event) {
      // Most events are below the level of most logs and must cost next to nothing.
      const level = lowLevelEvents.get(event.type);
      if (level !== undefined && !logger.isLevelEnabled(level)) return;
      const line = lineOf(event);
      if (!logger.isLevelEnabled(line.level)) return;
      const { open, suppressed } = line.repeatKey === undefined ? always : throttle(line.repeatKey);
      if (!open) return;
      const traceId = traceIdOf?.(event);
      const also = { ...(suppressed > 0 && { suppressed }), ...(traceId !== undefined && { traceId }) };
      logger[line.level]({ ...line.fields, ...also }, line.message);
    },
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message) => logger.warn(message),
  };
}

/**
 * Returns a function that writes lines to standard output: formatted on a terminal if pino-pretty is installed, else
 * as JSON.
 */
export async function writeToStdout(isTerminal: boolean): Promise<(line: string) => void> {
  const stream = (isTerminal ? await prettyStream() : undefined) ?? destination({ dest: 1, sync: true });
  // A closed pipe, as in `npm start | head`, must not stop the gateway.
  stream.on('error', () => undefined);
  return (line) => void stream.write(line);
}

const always = { open: true, suppressed: 0 };

async function prettyStream() {
  try {
    const { PinoPretty } = await import('pino-pretty');
    return PinoPretty({ destination: 1, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  } catch {
    return undefined;
  }
}

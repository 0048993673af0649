import { destination, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';
import type { GatewayEvent, Report } from './event.ts';
import { lineOf, lowLevelEvents } from './log/line.ts';
import { createRedactor } from './log/redact.ts';
import { createLogThrottle } from './log/log-throttle.ts';

/** The gateway's log: one JSON object a line. */
export interface Log {
  /** Writes what is worth a line of an event. */
  readonly listen: Report;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** How to log. */
export type LogOptions = {
  readonly level: LogLevel;
  /** Values that no line may show. */
  readonly secrets: readonly string[];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The trace that an event belongs to; without it lines carry none. */
  readonly traceIdOf?: ((event: GatewayEvent) => string | undefined) | undefined;
  /** Takes finished lines, each with its line end. */
  readonly write: (line: string) => void;
};

/** Makes a log; nothing is written below its level. */
export function createLog({ level, secrets, now, traceIdOf, write }: LogOptions): Log {
  const redact = createRedactor(secrets);
  const gate = createLogThrottle(now);
  const logger = pino(
    {
      level: level.toLowerCase(),
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    },
    { write: (line) => write(redact(line)) },
  );

  return {
    listen(event) {
      // Most events are below the level of most logs: reading them must cost nothing.
      const level = lowLevelEvents.get(event.type);
      if (level !== undefined && !logger.isLevelEnabled(level)) return;
      const line = lineOf(event);
      if (!logger.isLevelEnabled(line.level)) return;
      const { open, suppressed } = line.repeatKey === undefined ? always : gate(line.repeatKey);
      if (!open) return;
      const traceId = traceIdOf?.(event);
      const also = { ...(suppressed > 0 && { suppressed }), ...(traceId !== undefined && { traceId }) };
      logger[line.level]({ ...line.fields, ...also }, line.message);
    },
    info: (message, fields = {}) => logger.info(fields, message),
  };
}

/** Writes lines to standard output: as JSON, or readably where a person looks on and the printer for it is installed. */
export async function writeToStdout(isTerminal: boolean): Promise<(line: string) => void> {
  const stream = (isTerminal ? await prettyStream() : undefined) ?? destination({ dest: 1, sync: true });
  // A reader that has gone, as in `npm start | head`, must not end the gateway.
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

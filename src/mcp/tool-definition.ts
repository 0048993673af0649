import type { Failure } from './failure.ts';
import type { ArgumentNotes } from './input-schema.ts';

/** The data of an operation as a short text. @param now wall-clock milliseconds */
export type TextOf = (data: unknown, now: number) => string;

/** The failure that data without errors means; `undefined` for an answer. */
export type FailureOf = (data: unknown) => Failure | undefined;

/** A tool: the operation of its name, and what the operation does not say. */
export type ToolDefinition = {
  /** Also the name of its operation. */
  readonly name: string;
  readonly notes?: ArgumentNotes;
  readonly textOf: TextOf;
  readonly failureOf?: FailureOf;
  /** Whether it asks Amazon. */
  readonly openWorld: boolean;
};

import type { FieldValues } from './fields.ts';

/** The answer for one row of a list. */
export type RowAnswer = {
  /** `FOUND`, `NOT_FOUND`, or why it failed, e.g. `INVALID_INPUT` or `DEADLINE_EXCEEDED`. */
  readonly code: string;
  readonly values: FieldValues;
};

/** Whether an answer says nothing about the product: another try may. */
export function isFailure(code: string): boolean {
  return code !== 'FOUND' && code !== 'NOT_FOUND';
}

/** A row that could not be answered, with the reason for programs and for people. */
export function failedRow(code: string, message: string, values: FieldValues = {}): RowAnswer {
  return { code, values: { ...values, problem: `${code}: ${message}` } };
}

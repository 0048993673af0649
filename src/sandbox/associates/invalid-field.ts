/** Thrown for a field that breaks a documented rule. Each API has its own error message for it. */
export class InvalidField extends Error {
  override readonly name = 'InvalidField';
  /** In PA-API's spelling. */
  readonly field: string;
  /** The value in the request; `undefined` when a required field is missing. */
  readonly value: string | undefined;

  constructor(field: string, value?: unknown) {
    super(`invalid ${field}`);
    this.field = field;
    this.value = value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  }
}

/** A request breaks a documented rule; each API words that in its own way. */
export class InvalidField extends Error {
  override readonly name = 'InvalidField';
  /** In PA-API's spelling. */
  readonly field: string;
  /** What was sent; `undefined` when a required field is missing. */
  readonly value: string | undefined;

  constructor(field: string, value?: unknown) {
    super(`invalid ${field}`);
    this.field = field;
    this.value = value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  }
}

/** Values of an operation's variables, as a client sends them. */
export type Variables = Readonly<Record<string, unknown>>;

/** One of the times that an operation is asked. */
export type Asking = {
  /** Time that passes before it. */
  readonly waitMs: number;
  /** `hash` asks by the text's SHA-256, and sends the text along where the gateway does not know it. */
  readonly by: 'text' | 'hash';
  /** Null where the text holds one operation alone. */
  readonly operationName: string | null;
  readonly variables: Variables;
};

/** An operation and how it is asked, several times in a row. */
export type FuzzCase = {
  readonly query: string;
  readonly askings: readonly Asking[];
};

/** A case as something to paste into a test. */
export function caseText({ query, askings }: FuzzCase): string {
  const lines = askings.map(({ waitMs, by, operationName, variables }) => {
    const name = operationName === null ? '' : ` ${operationName}`;
    return `  after ${waitMs} ms${name} by ${by}: ${JSON.stringify(variables)}`;
  });
  return `${query}\n${lines.join('\n')}`;
}

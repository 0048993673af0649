/** Values of an operation's variables, as a client sends them. */
export type Variables = Readonly<Record<string, unknown>>;

/** One of the times that an operation is asked. */
export type Asking = {
  /** Time that passes before it. */
  readonly waitMs: number;
  /** `hash` asks by the text's SHA-256, and sends the text along where the gateway does not know it. */
  readonly by: 'text' | 'hash';
  readonly variables: Variables;
};

/** An operation and how it is asked, several times in a row. */
export type FuzzCase = {
  readonly query: string;
  readonly operationName?: string | null;
  readonly askings: readonly Asking[];
};

/** A case as something to paste into a test. */
export function caseText({ query, operationName, askings }: FuzzCase): string {
  const lines = askings.map(
    ({ waitMs, by, variables }) => `  after ${waitMs} ms by ${by}: ${JSON.stringify(variables)}`,
  );
  const name = operationName == null ? '' : `operationName: ${operationName}\n`;
  return `${query}\n${name}${lines.join('\n')}`;
}

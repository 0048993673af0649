/** Values of an operation's variables, as a client sends them. */
export type Variables = Readonly<Record<string, unknown>>;

/** One request for the operation. */
export type FuzzRequest = {
  /** How much time passes before the request. */
  readonly waitMs: number;
  /** `hash` sends the text's SHA-256, and then the text too if the gateway does not know the hash. */
  readonly by: 'text' | 'hash';
  /** Null when the text holds a single operation. */
  readonly operationName: string | null;
  readonly variables: Variables;
};

/** An operation and the requests for it, in order. */
export type FuzzCase = {
  readonly query: string;
  readonly requests: readonly FuzzRequest[];
};

/** A case in a form that a person can read and send again. */
export function caseText({ query, requests }: FuzzCase): string {
  const lines = requests.map(({ waitMs, by, operationName, variables }) => {
    const name = operationName === null ? '' : ` ${operationName}`;
    return `  after ${waitMs} ms${name} by ${by}: ${JSON.stringify(variables)}`;
  });
  return `${query}\n${lines.join('\n')}`;
}

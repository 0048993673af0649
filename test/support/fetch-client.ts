import type { TypedDocumentString } from '../generated/graphql.ts';

/** What came of a typed operation. */
export type Fetched<Result> = {
  readonly data?: Result | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
};

/**
 * All that a client of the gateway needs: `fetch`, and the documents that the generator typed. Whoever renames a field
 * of the schema is told by the compiler.
 */
export async function fetchTyped<Result, Variables>(
  url: string,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Fetched<Result>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const fetched: Fetched<Result> = JSON.parse(await response.text());
  return fetched;
}

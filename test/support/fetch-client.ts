import type { TypedDocumentString } from '../generated/graphql.ts';

/** The response to a typed operation. */
export type Fetched<Result> = {
  readonly data?: Result | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
};

/**
 * A complete client of the gateway: `fetch` and the documents that the generator typed. When a field of the schema is
 * renamed, its users no longer compile.
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

import type { ExecutionResult } from 'graphql';
import { processRegularResult } from 'graphql-yoga';

/** A result as an HTTP response. */
export type WrittenResult = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const json = 'application/json';
const graphqlResponse = 'application/graphql-response+json';

/** The response media type for the `Accept` headers of common clients, as yoga chooses it. */
export const usualMediaTypes: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, json],
  ['*/*', json],
  [json, json],
  ['application/json, text/plain, */*', json],
  [graphqlResponse, graphqlResponse],
  ['application/graphql-response+json, application/json', graphqlResponse],
  ['application/graphql-response+json,application/json;q=0.9', graphqlResponse],
  ['multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9', graphqlResponse],
  ['multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9', graphqlResponse],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    graphqlResponse,
  ],
]);

/** Writes a result with yoga's rules for status and headers, but without a WHATWG `Response`. */
export function writeResult(result: ExecutionResult, mediaType: string): WrittenResult {
  const written = yoga.process(result, { Response: Written }, mediaType);
  if (!(written instanceof Written)) throw new Error('The result was written elsewhere.');
  return { ...written.init, body: written.body };
}

type Init = Pick<WrittenResult, 'status' | 'headers'>;

class Written {
  readonly body: string;
  readonly init: Init;

  constructor(body: string, init: Init) {
    this.body = body;
    this.init = init;
  }
}

type Yoga = {
  process(
    result: ExecutionResult,
    api: { readonly Response: new (body: string, init: Init) => object },
    mediaType: string,
  ): object;
};

const yoga: Yoga = { process: processRegularResult };

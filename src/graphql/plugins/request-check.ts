import { getOperationAST, GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { BadInput } from '../input/bad-user-input.ts';

/**
 * Refuses requests that are not one GraphQL operation in JSON or in a query string: form posts and links of another
 * site (a browser sends them without asking us), variables that are no JSON, and documents of which no operation can
 * be chosen.
 *
 * @param invitedOrigins sites that may ask with GET all the same; `*` for every one
 */
export function useRequestCheck(invitedOrigins: readonly string[]): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (isForeign(request, invitedOrigins)) throw httpError(403, 'Another site must not ask with GET.');
      if (request.method === 'POST') {
        if (!isJson(request)) throw httpError(415, 'POST bodies must be application/json.');
        if (isEncoded(request)) throw httpError(415, 'POST bodies must not be encoded: leave out Content-Encoding.');
        return setRequestParser(async (asked) => paramsIn(await asked.text()));
      }
      if (requestParser === undefined) return;
      setRequestParser(async (asked) => {
        try {
          return await requestParser(asked);
        } catch (error) {
          if (error instanceof SyntaxError) throw httpError(400, 'variables or extensions are no valid JSON.');
          throw error;
        }
      });
    },
    onParse() {
      return ({ context, result }) => {
        const operationName = operationNameOf(context.params);
        if (result instanceof Error || getOperationAST(result, operationName)) return;
        const message = 'must name one of the operations that the document holds';
        throw new BadInput([{ path: ['operationName'], value: operationName, message }], { status: 400, spec: false });
      };
    },
  };
}

/** A link or a picture on another site: the browser would send it without asking us, and calls would be used up. */
function isForeign({ method, headers }: Request, invitedOrigins: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site');
  if (method !== 'GET' || (site !== 'cross-site' && site !== 'same-site')) return false;
  const origin = headers.get('origin');
  return origin === null || !(invitedOrigins.includes('*') || invitedOrigins.includes(origin));
}

function isJson({ headers }: Request): boolean {
  const type = mediaTypeIn(headers.get('content-type'));
  return type === 'application/json' || type === 'application/graphql+json';
}

/** The media type of a `Content-Type`, in small letters and without parameters. */
export function mediaTypeIn(contentType: string | null | undefined): string {
  if (contentType === 'application/json') return contentType;
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isEncoded({ headers }: Request): boolean {
  return (headers.get('content-encoding') ?? 'identity').trim().toLowerCase() !== 'identity';
}

/**
 * What a body of JSON asks, with or without a byte-order mark before it. Yoga's own parser takes no mark, and sends a body
 * that is no JSON back whole. @throws {GraphQLError} for HTTP 400
 */
export function paramsIn(body: string): GraphQLParams {
  const value = parseOrRefuse(body.startsWith('\uFEFF') ? body.slice(1) : body);
  if (typeof value === 'object' && value !== null) return value;
  const received = value === null ? 'null' : typeof value;
  throw httpError(400, `POST body is expected to be object but received ${received}`);
}

function parseOrRefuse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw httpError(400, 'POST body sent invalid JSON.');
  }
}

function operationNameOf(params: { readonly operationName?: string | undefined } | undefined): string | undefined {
  return params?.operationName ?? undefined;
}

function httpError(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

import { getOperationAST, GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { BadInput } from '../input/bad-user-input.ts';

/**
 * Refuses requests that are not one GraphQL operation in JSON or in a query string: form posts and links of other sites,
 * which browsers send without a CORS preflight, variables that are not JSON, and documents without the named operation.
 *
 * @param allowedOrigins sites that may send GET requests nevertheless; `*` for all sites
 */
export function useRequestCheck(allowedOrigins: readonly string[]): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (isForeign(request, allowedOrigins)) throw httpError(403, 'Cross-site GET requests are not allowed.');
      if (request.method === 'POST') {
        if (!isJson(request)) throw httpError(415, 'POST bodies must be application/json.');
        if (isEncoded(request)) throw httpError(415, 'POST bodies must not be encoded: omit Content-Encoding.');
        return setRequestParser(async (posted) => paramsIn(await posted.text()));
      }
      if (requestParser === undefined) return;
      setRequestParser(async (sent) => {
        try {
          return await requestParser(sent);
        } catch (error) {
          if (error instanceof SyntaxError) throw httpError(400, 'variables or extensions are not valid JSON.');
          throw error;
        }
      });
    },
    onParse() {
      return ({ context, result }) => {
        const operationName = operationNameOf(context.params);
        if (result instanceof Error || getOperationAST(result, operationName)) return;
        const message = 'must name one of the operations in the document';
        throw new BadInput([{ path: ['operationName'], value: operationName, message }], { status: 400, spec: false });
      };
    },
  };
}

/** Whether another site sends the request, e.g. by a link or an image, without a CORS preflight. It would use up calls. */
function isForeign({ method, headers }: Request, allowedOrigins: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site');
  if (method !== 'GET' || (site !== 'cross-site' && site !== 'same-site')) return false;
  const origin = headers.get('origin');
  return origin === null || !(allowedOrigins.includes('*') || allowedOrigins.includes(origin));
}

function isJson({ headers }: Request): boolean {
  const type = mediaTypeIn(headers.get('content-type'));
  return type === 'application/json' || type === 'application/graphql+json';
}

/** The media type of a `Content-Type`, in lower case and without parameters. */
export function mediaTypeIn(contentType: string | null | undefined): string {
  if (contentType === 'application/json') return contentType;
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isEncoded({ headers }: Request): boolean {
  return (headers.get('content-encoding') ?? 'identity').trim().toLowerCase() !== 'identity';
}

/**
 * The parameters in a JSON body, which may begin with a byte order mark. Yoga's own parser refuses the mark, and its error
 * repeats an invalid body in full. @throws {GraphQLError} for HTTP 400
 */
export function paramsIn(body: string): GraphQLParams {
  const value = parseOrRefuse(body.startsWith('\uFEFF') ? body.slice(1) : body);
  if (typeof value === 'object' && value !== null) return value;
  const received = value === null ? 'null' : typeof value;
  throw httpError(400, `The POST body must be a JSON object, not ${received}.`);
}

function parseOrRefuse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw httpError(400, 'The POST body is not valid JSON.');
  }
}

function operationNameOf(params: { readonly operationName?: string | undefined } | undefined): string | undefined {
  return params?.operationName ?? undefined;
}

function httpError(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

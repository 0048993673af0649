import { getOperationAST, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BadInput } from './input-fault.ts';

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
      if (request.method === 'POST' && !isJson(request)) throw httpError(415, 'POST bodies must be application/json.');
      if (requestParser === undefined) return;
      setRequestParser(async (asked) => {
        try {
          return await requestParser(asked);
        } catch (error) {
          if (error instanceof SyntaxError) throw httpError(400, 'variables or extensions are no valid JSON.');
          throw withoutEcho(error);
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

function isJson(request: Request): boolean {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' || type === 'application/graphql+json';
}

/** Yoga sends a body that is no JSON back, whole and wrapped into the parser's message. */
function withoutEcho(error: unknown): unknown {
  const echoes = error instanceof GraphQLError && error.extensions['originalError'] !== undefined;
  return echoes ? httpError(400, error.message) : error;
}

function operationNameOf(params: { readonly operationName?: string | undefined } | undefined): string | undefined {
  return params?.operationName ?? undefined;
}

function httpError(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

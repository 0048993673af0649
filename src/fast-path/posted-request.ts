import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OperationRequest } from '../graphql/server.ts';
import { headersOf } from '../http/header-reader.ts';

/** Wraps a request whose body has been read, for the server's plugins. */
export function createPostedRequest(request: IncomingMessage, response: ServerResponse): OperationRequest {
  let signal: AbortSignal | undefined;
  return {
    method: 'POST',
    url: `http://${request.headers.host ?? 'localhost'}${request.url}`,
    headers: headersOf(request),
    /** Aborts when the client disconnects before it has received the response. */
    get signal() {
      return (signal ??= signalOf(response));
    },
  };
}

function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) controller.abort();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
